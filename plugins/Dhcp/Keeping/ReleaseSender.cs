using System.Net;
using CniChain.Linux;
using CniChain.Linux.Packets;
using CniChain.Linux.Route;
using CniChain.Plugins.Dhcp.V4;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>Gives a lease back, so that the server hears of it (RFC 2131, 4.4.6).</summary>
/// <remarks>
/// By then the container's interface is mostly gone: a chain gives addresses back last. So the message leaves by the host's link that the
/// interface hung on, with the leased address as its sender, straight to the link-layer address that the server's ACK came from. It is sent
/// once, unanswered by design; a server that is away lets the lease run out.
/// </remarks>
internal static class ReleaseSender
{
    /// <summary>Sends it.</summary>
    /// <param name="record">The lease's record.</param>
    /// <param name="lease">The lease.</param>
    /// <param name="container">The container's namespace; null when it is gone.</param>
    /// <param name="host">The runtime's namespace; null when it is not known.</param>
    /// <param name="log">Told how it went.</param>
    public static void Send(LeaseRecord record, DhcpLease lease, NetworkNamespace? container, NetworkNamespace? host, ICniLog log)
    {
        var message = new MessageFactory(LeaseRecords.Profile(record)).Release(lease) with { Xid = (uint)Random.Shared.NextInt64(1L + uint.MaxValue) };
        if (!MacAddress.TryParse(record.ServerMac, out var mac))
        {
            log.Warn($"dhcp: {lease.Address} of {record.Attachment} is not given back: where its server is on the link is not known");
            return;
        }

        try
        {
            if (container is not null && ContainerPlace.HasLink(container, record))
            {
                SendOver(container, record.LinkIndex, message, lease, mac);
            }
            else if (host is not null && record.UplinkIndex != 0)
            {
                SendOverUplink(host, record, message, lease, mac);
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
    private static void SendOverUplink(NetworkNamespace host, LeaseRecord record, DhcpMessage message, DhcpLease lease, MacAddress mac)
    {
        using var route = RouteSocket.Open(host);
        if (route.FindLink(record.UplinkIndex) is { Kind: "bridge", Mac: { } bridgeMac } bridge
            && (bridgeMac == mac || route.GetAddresses(bridge.Index).Any(a => a.Address.Equals(lease.Server))))
        {
            // A bridge without an address of its own takes its lowest port's, which may have been the container's.
            using var port = TemporaryPort.Make(host, route, bridge);
            SendOver(host, port.InnerIndex, message, lease, bridgeMac);
            return;
        }

        SendOver(host, record.UplinkIndex, message, lease, mac);
    }

    private static void SendOver(NetworkNamespace ns, int link, DhcpMessage message, DhcpLease lease, MacAddress mac)
    {
        var data = new byte[4096];
        var packet = new byte[4096 + UdpDatagram.HeaderLength];
        var length = DhcpWriter.Write(message, data);
        length = UdpDatagram.Write(
            packet, new IPEndPoint(lease.Address, DhcpPorts.Client), new IPEndPoint(lease.Server, DhcpPorts.Server), data.AsSpan(0, length));
        using var socket = PacketSocket.Open(ns, link, PacketSocket.Ip, DhcpFilter.Nothing());
        socket.Send(packet.AsSpan(0, length), mac);
    }
}
