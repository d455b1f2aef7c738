using CniChain.Linux;
using CniChain.Linux.Route;
using CniChain.Plugins.Macvlan.Namespaces;

namespace CniChain.Plugins.Macvlan.Links;

/// <summary>A network's interfaces, known by the owner in their alias.</summary>
/// <remarks>
/// An interface goes with its container's namespace, so only one whose namespace still exists can be left over, and its address must not
/// be given away while it has it: every namespace of the machine is looked into.
/// </remarks>
internal static class NetworkLinks
{
    /// <summary>Goes through them. The namespace of each is open until the next is asked for.</summary>
    public static IEnumerable<(NetworkSide Container, Held<Link> Held)> Walk(
        CniContext context, NetworkOwners owners, CancellationToken cancellationToken)
    {
        using var host = NetworkNamespace.FromHandle(context.HostNetns);
        var linkInContainer = context.Config.Root.GetBool("linkInContainer");
        foreach (var path in NamespaceWalk.Paths())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!NetworkNamespace.TryOpenPath(path, out var ns))
            {
                continue;
            }

            using (ns)
            using (var container = NetworkSide.Open(ns.Handle))
            {
                foreach (var link in container.Route.GetLinks(kind: "macvlan"))
                {
                    if (owners.Has(link.Alias) && IsOnThisNode(link, container, host, linkInContainer))
                    {
                        yield return (container, new(owners.Describe("link", $"{link.Name} in {path}", link.Alias!), link));
                    }
                }
            }
        }
    }

    /// <summary>The machine may hold other nodes with a network of this name, as tests and nested clusters are.</summary>
    private static bool IsOnThisNode(Link link, NetworkSide container, NetworkNamespace host, bool linkInContainer) =>
        link.PeerNamespaceId is { } id ? container.Route.FindNamespaceId(host) == id : linkInContainer;
}
