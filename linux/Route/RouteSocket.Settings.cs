using System.Net.Sockets;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

public sealed partial class RouteSocket
{
    /// <summary>Whether this socket's namespace forwards packets: net.ipv4.ip_forward, net.ipv6.conf.all.forwarding.</summary>
    /// <param name="family">IPv4 or IPv6.</param>
    /// <returns>Null when the kernel has no such family.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another family.</exception>
    public bool? FindForwarding(AddressFamily family)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(new RtGenMsg { rtgen_family = KernelFamily.Of(family) });
        writer.PutInt32(IpDevConf.NETCONFA_IFINDEX, IpDevConf.NETCONFA_IFINDEX_ALL);
        var request = writer.ToRequest("getnetconf", Rtm.RTM_GETNETCONF, NetlinkFlags.None);
        return _socket.TryGet(request, ParseForwarding, out var forwarding, out _) ? forwarding : null;
    }

    private static bool? ParseForwarding(NetlinkMessage message) =>
        message.Attributes(RtGenMsg.Size).TryGet(IpDevConf.NETCONFA_FORWARDING, out var value) ? value.AsInt32() != 0 : null;
}
