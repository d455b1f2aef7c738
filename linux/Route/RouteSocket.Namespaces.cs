using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

public sealed partial class RouteSocket
{
    /// <summary>The number by which this socket's namespace knows another: what <see cref="Link.PeerNamespaceId"/> holds.</summary>
    /// <param name="other">The other namespace.</param>
    /// <returns>Null when it has no number, so no link here can have its other side there.</returns>
    /// <exception cref="NetlinkException">The kernel refused.</exception>
    public int? FindNamespaceId(NetworkNamespace other)
    {
        ArgumentNullException.ThrowIfNull(other);
        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(RtGenMsg));
        writer.PutInt32(Netnsa.NETNSA_FD, (int)other.Handle.DangerousGetHandle());
        var request = new NetlinkRequest("getnsid", Rtm.RTM_GETNSID, NetlinkFlags.None, writer.Written.ToArray()) { KeepAlive = other };
        return _socket.TryGet(request, ParseId, out var id, out var error)
            ? id == Netnsa.NETNSA_NSID_NOT_ASSIGNED ? null : id
            : throw error;
    }

    private static int ParseId(NetlinkMessage message) =>
        message.Attributes(RtGenMsg.Size).TryGet(Netnsa.NETNSA_NSID, out var id) ? id.AsInt32() : Netnsa.NETNSA_NSID_NOT_ASSIGNED;
}
