using System.Text;
using CniChain.Linux.Netlink;
using Tmds.Linux;

namespace CniChain.Linux.Route;

public sealed partial class RouteSocket
{
    private const int MaxNameBytes = 15;

    /// <summary>Looks for a link by name.</summary>
    /// <returns>Null when there is none.</returns>
    public Link? FindLink(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsPossibleName(name) ? Find($"getlink {name}", 0, name) : null;
    }

    /// <summary>Looks for a link by index.</summary>
    /// <returns>Null when there is none.</returns>
    public Link? FindLink(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(index);
        return Find($"getlink {index}", index, null);
    }

    /// <summary>The link of a name.</summary>
    /// <exception cref="NetlinkException">ENODEV when there is none.</exception>
    public Link GetLink(string name) => FindLink(name) ?? throw new NetlinkException($"getlink {name}", LibC.ENODEV);

    /// <summary>The link of an index.</summary>
    /// <exception cref="NetlinkException">ENODEV when there is none.</exception>
    public Link GetLink(int index) => FindLink(index) ?? throw new NetlinkException($"getlink {index}", LibC.ENODEV);

    /// <summary>Executes a request that creates a link in this namespace, and returns the link.</summary>
    /// <remarks>
    /// The kernel says in its answer what it has created (NLM_F_ECHO, Linux 6.2); an older one is asked. What the request did after
    /// that may be missing: the master, and with it the state.
    /// </remarks>
    /// <param name="request">The request, as <see cref="LinkRequest"/> makes it.</param>
    /// <param name="name">The link's name.</param>
    /// <exception cref="NetlinkException">The kernel refused; ENODEV when the link has gone again already.</exception>
    public Link CreateLink(NetlinkRequest request, string name)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var activity = LinuxActivitySource.StartTransaction(NetlinkProtocol.Route, [request]);
        var echoing = new NetlinkRequest(request.Operation, request.Type, request.Flags | NetlinkFlags.Echo, request.Payload) { KeepAlive = request.KeepAlive };
        if (_socket.TryGet(echoing, LinkParser.Parse, out var link, out var error))
        {
            return link;
        }

        // Without a message of its own, it is this library's word for an acknowledgement that nothing came before.
        if (error.Errno == LibC.ENOENT && error.KernelMessage is null && FindLink(name) is { } found)
        {
            return found;
        }

        LinuxActivitySource.RecordFailure(activity, error);
        throw error;
    }

    /// <summary>Deletes a link if it is the one meant; a veth's peer goes with it.</summary>
    /// <remarks>
    /// Goes to the kernel together with other threads' deletions as <see cref="TryExecute"/> says. Between the look and the deletion the
    /// link may be given another name, never its index to another link.
    /// </remarks>
    /// <param name="name">Its name.</param>
    /// <param name="isWanted">Whether a link of that name is the one. May be called on another thread of this process.</param>
    /// <returns>False when there is no such link, or another; true when it is gone, also by somebody else's doing meanwhile.</returns>
    /// <exception cref="NetlinkException">The kernel refused the look or the deletion.</exception>
    public bool DeleteLink(string name, Predicate<Link> isWanted)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(isWanted);
        var deletion = LinkDeletions.DeleteIf(this, name, isWanted);
        return deletion.Failure is null || deletion.Failure.Errno == LibC.ENODEV ? deletion.Request is not null : throw deletion.Failure;
    }

    /// <summary>The links of the namespace.</summary>
    /// <param name="kind">Only those of this kind, such as <c>veth</c>; null for all.</param>
    /// <param name="master">Only those that belong to this bridge or bond; null for all.</param>
    public IReadOnlyList<Link> GetLinks(string? kind = null, int? master = null)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(IfInfoMsg));
        writer.PutUInt32(Ifla.IFLA_EXT_MASK, RtnlFilter.RTEXT_FILTER_SKIP_STATS);
        if (master is { } m)
        {
            writer.PutInt32(Ifla.IFLA_MASTER, m);
        }

        if (kind is not null)
        {
            using (writer.Nest(Ifla.IFLA_LINKINFO))
            {
                writer.PutString(Ifla.IFLA_INFO_KIND, kind);
            }
        }

        // The kernel filters too, but passes everything when it does not know the kind.
        return _socket.Dump(
            writer.ToRequest("getlink", Rtm.RTM_GETLINK, NetlinkFlags.None),
            (NetlinkMessage message, out Link? link) =>
            {
                link = message.Type == Rtm.RTM_NEWLINK ? LinkParser.Parse(message) : null;
                return link is not null && (kind is null || link.Kind == kind) && (master is null || link.MasterIndex == master);
            });
    }

    /// <summary>The VLANs a bridge port, or a bridge itself, is a member of; empty for any other link.</summary>
    public IReadOnlyList<BridgeVlan> GetBridgeVlans(int linkIndex)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(new IfInfoMsg { ifi_family = Af.AF_BRIDGE });
        writer.PutUInt32(Ifla.IFLA_EXT_MASK, RtnlFilter.RTEXT_FILTER_BRVLAN_COMPRESSED);
        var found = _socket.Dump(
            writer.ToRequest($"getlink {linkIndex} vlans", Rtm.RTM_GETLINK, NetlinkFlags.None),
            (NetlinkMessage message, out List<BridgeVlan>? vlans) =>
            {
                var wanted = message.Type == Rtm.RTM_NEWLINK && message.Header<IfInfoMsg>().ifi_index == linkIndex;
                vlans = wanted ? BridgeVlanParser.Parse(message) : null;
                return wanted;
            });
        return found.Count == 0 ? [] : found[0];
    }

    private Link? Find(string operation, int index, string? name)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(new IfInfoMsg { ifi_index = index });
        writer.PutUInt32(Ifla.IFLA_EXT_MASK, RtnlFilter.RTEXT_FILTER_SKIP_STATS);
        if (name is not null)
        {
            writer.PutString(Ifla.IFLA_IFNAME, name);
        }

        var request = writer.ToRequest(operation, Rtm.RTM_GETLINK, NetlinkFlags.None);
        return _socket.TryGet(request, LinkParser.Parse, out var link, out var error)
            ? link
            : error.Errno == LibC.ENODEV ? null : throw error;
    }

    /// <summary>Whether the kernel can have given a name; asked for one too long, it says ERANGE, not ENODEV.</summary>
    private static bool IsPossibleName(string name) => name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= MaxNameBytes;
}
