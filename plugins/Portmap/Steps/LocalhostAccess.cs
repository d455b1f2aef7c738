using System.Text;
using CniChain.Linux;
using CniChain.Linux.Nftables;
using CniChain.Linux.Route;
using CniChain.Plugins.Portmap.Kernel;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>
/// Published ports at the node's 127.0.0.1: the kernel sends a packet from there out of an interface, and takes the answer, only where
/// route_localnet allows it (Documentation/networking/ip-sysctl.rst).
/// </summary>
/// <remarks>
/// The setting also lets neighbours on that interface talk to services of the node that listen on 127.0.0.1 alone. So an interface
/// is in the set "guarded", whose rule drops what arrives there for 127.0.0.0/8, before it gets the setting and until it has lost it.
/// </remarks>
internal sealed class LocalhostAccess(NetworkNamespace host, string stateDirectory, ICniLog log)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>The comment of a guarded interface whose setting was off before, and is turned off again with the table.</summary>
    public const string WasOff = "route_localnet was 0";

    /// <summary>
    /// Keeps the call that guards an interface for the first time apart from the one that removes the table: what the first reads as the
    /// setting before must not be what the second is about to put back.
    /// </summary>
    /// <returns>Null where the state's folder is full or read-only: a rare race is better than no network.</returns>
    /// <exception cref="CniException">Code 11: somebody holds it for very long.</exception>
    public FileLock? Lock(CancellationToken cancellationToken)
    {
        try
        {
            return FileLock.Acquire(Path.Combine(stateDirectory, "portmap.lock"), s_patience, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new CniException(CniErrorCode.TryAgainLater, $"portmap: {e.Message}", null, e);
        }
        catch (LinuxException e)
        {
            log.Warn($"portmap: the settings for localhost are looked at without a lock: {e.Message}");
            return null;
        }
    }

    /// <summary>The interface on the host that leads to the container; null when no localhost access is planned, or nothing leads there.</summary>
    public Link? FindInterface(PortPlan plan)
    {
        if (plan.LocalhostTarget is not { } container)
        {
            return null;
        }

        using var routes = RouteSocket.Open(host);
        return routes.FindRoute(container) is { Type: RouteType.Unicast, OutLink: { } index } ? routes.FindLink(index) : null;
    }

    /// <summary>The element that guards an interface, where its setting need not be looked at for it; null where it must be.</summary>
    public PlannedElement? FindGuard(NftSocket nft, Link link, string ownerTag) =>
        IsContainersOwn(link) ? ElementOf(link, ownerTag)
        : Find(nft, link) is { } present ? ElementOf(link, present.Comment)
        : null;

    /// <summary>The element that guards an interface.</summary>
    /// <remarks>
    /// A veth that is no bridge's port leads to one container and goes with it, so its element is the attachment's own. Any other
    /// interface is shared: its element stays until the table goes, which keeps a second ADD from having to count the first.
    /// </remarks>
    public PlannedElement Guard(NftSocket nft, Link link, string ownerTag) =>
        FindGuard(nft, link, ownerTag) ?? ElementOf(link, IsEnabled(link) ? null : WasOff);

    /// <summary>Whether it has the setting now; false when it is gone.</summary>
    public bool IsEnabled(Link link)
    {
        using var links = RouteSocket.Open(host);
        return links.FindLink(link.Index) is { } now && (now.RouteLocalnet ?? host.Run(() => Sysctl.Read(KeyOf(now.Name)) == "1"));
    }

    /// <summary>Turns the setting on; nothing when the interface is gone.</summary>
    public void Enable(Link link)
    {
        if (!IsEnabled(link))
        {
            Enable(link.Name);
        }
    }

    /// <inheritdoc cref="Enable(Link)"/>
    public void Enable(string link) => Set(link, "1");

    /// <summary>Turns the setting off; nothing when the interface is gone.</summary>
    public void Disable(string link) => Set(link, "0");

    /// <summary>The interface of an element of the set.</summary>
    public static string NameOf(NftElement element)
    {
        var bytes = element.Key.Bytes;
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    private static PlannedElement ElementOf(Link link, string? comment) =>
        new(PortTable.Guarded, new NftElement(NftKey.Of.InterfaceName(link.Name), null, comment));

    private static bool IsContainersOwn(Link link) => link is { Kind: "veth", MasterIndex: null };

    private static NftElement? Find(NftSocket nft, Link link) =>
        nft.FindElement(PortTable.Guarded, NftKey.Of.InterfaceName(link.Name));

    private void Set(string link, string value) => host.Run(() =>
    {
        if (Sysctl.Read(KeyOf(link)) is { } present && present != value)
        {
            Sysctl.Write(KeyOf(link), value);
        }
    });

    // Slashes, because an interface's name may hold dots.
    private static string KeyOf(string link) => $"net/ipv4/conf/{link}/route_localnet";
}
