using System.Net;
using CniChain.Linux;
using CniChain.Linux.Packets;
using CniChain.Linux.Route;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>Gives a lease back, so that the server hears of it (RFC 2131, 4.4.6; RFC 8415, 18.2.7).</summary>
/// <remarks>
/// By then the container's interface is mostly gone: a chain gives addresses back last. So the message leaves by the host's link that the
/// interface hung on, as if the container had sent it. It is sent once and its answer, which DHCPv6 has, not waited for; a server that is away
/// lets the lease run out.
/// </remarks>
internal static class ReleaseSender
{
    /// <summary>Sends it.</summary>
    /// <param name="record">The lease's record.</param>
    /// <param name="lease">The lease.</param>
    /// <param name="container">The container's namespace; null when it is gone.</param>
    /// <param name="host">The runtime's namespace; null when it is not known.</param>
    /// <param name="log">Told how it went.</param>
    public static void Send(LeaseRecord record, Lease lease, NetworkNamespace? container, NetworkNamespace? host, ICniLog log)
    {
        if (ReleasePacket.Make(record, lease) is not { } packet)
        {
            log.Warn($"dhcp: {lease.Address} of {record.Attachment} is not given back: where its server is on the link is not known");
            return;
        }

        try
        {
            if (container is not null && ContainerPlace.HasLink(container, record))
            {
                SendOver(container, record.LinkIndex, packet);
            }
            else if (host is not null && record.UplinkIndex != 0)
            {
                SendOverUplink(host, record, packet, lease.Server);
            }
            else
            {
                log.Warn($"dhcp: {lease.Address} of {record.Attachment} is not given back to {lease.Server}: no link leads there any more; it runs out by itself");
            }
        }
        catch (LinuxException e)
        {
            log.Warn($"dhcp: {lease.Address} of {record.Attachment} could not be given back to {lease.Server}, it runs out by itself: {e.Message}");
        }
    }

    /// <summary>
    /// A server on the bridge itself hears nothing that leaves by the bridge: for it a port is made for the moment, the message arriving by it.
    /// </summary>
    private static void SendOverUplink(NetworkNamespace host, LeaseRecord record, ReleasePacket packet, IPAddress server)
    {
        using var route = RouteSocket.Open(host);
        if (route.FindLink(record.UplinkIndex) is { Kind: "bridge", Mac: { } bridgeMac } bridge
            && (bridgeMac == packet.Destination
                || route.GetAddresses(bridge.Index).Any(a => LinkLocalAddress.WithoutScope(a.Address).Equals(server))))
        {
            // A bridge without an address of its own takes its lowest port's, which may have been the container's.
            using var port = TemporaryPort.Make(host, route, bridge, record.UplinkVlan);
            SendOver(host, port.InnerIndex, packet.Destination.IsMulticast ? packet : packet with { Destination = bridgeMac });
            return;
        }

        // What leaves by the bridge itself is in the bridge's own VLAN.
        if (record.UplinkVlan != 0 && route.FindLink(record.UplinkIndex) is { Bridge.VlanFiltering: true } filtering
            && Uplink.FindPvid(route, filtering.Index) != record.UplinkVlan)
        {
            using var port = TemporaryPort.Make(host, route, filtering, record.UplinkVlan);
            SendOver(host, port.InnerIndex, packet);
            return;
        }

        SendOver(host, record.UplinkIndex, packet);
    }

    private static void SendOver(NetworkNamespace ns, int link, ReleasePacket packet)
    {
        using var socket = PacketSocket.Open(ns, link, packet.Protocol, DhcpFilter.Nothing());
        socket.Send(packet.Bytes, packet.Destination);
    }
}
