using System.Net;
using CniChain.Linux;
using CniChain.Plugins.Dhcp.V4;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4;

/// <summary>What a server would send.</summary>
internal static class Messages
{
    public static readonly MacAddress Mac = MacAddress.Parse("02:00:00:00:00:01");
    public static readonly IPAddress Server = IPAddress.Parse("10.70.0.1");
    public static readonly IPAddress Address = IPAddress.Parse("10.70.0.100");

    public static DhcpMessage Offer(uint xid, IPAddress? address = null, IPAddress? server = null, uint seconds = 3600) =>
        Lease(MessageType.Offer, xid, address ?? Address, server ?? Server, seconds);

    public static DhcpMessage Ack(uint xid, IPAddress? address = null, IPAddress? server = null, uint seconds = 3600) =>
        Lease(MessageType.Ack, xid, address ?? Address, server ?? Server, seconds);

    public static DhcpMessage Nak(uint xid, string text = "wrong network", IPAddress? server = null)
    {
        var message = new DhcpMessage { Type = MessageType.Nak, IsReply = true, Xid = xid, HardwareAddress = Mac };
        message.Options.Set<ServerIdentifierOption, IPAddress>(server ?? Server);
        message.Options.Set<MessageTextOption, string>(text);
        return message;
    }

    public static byte[] Bytes(DhcpMessage message)
    {
        var buffer = new byte[8192];
        return buffer[..DhcpWriter.Write(message, buffer)];
    }

    private static DhcpMessage Lease(MessageType type, uint xid, IPAddress address, IPAddress server, uint seconds)
    {
        var message = new DhcpMessage { Type = type, IsReply = true, Xid = xid, HardwareAddress = Mac, YourAddress = address };
        message.Options.Set<ServerIdentifierOption, IPAddress>(server);
        message.Options.Set<SubnetMaskOption, int>(24);
        message.Options.Set<RoutersOption, IReadOnlyList<IPAddress>>([Server]);
        message.Options.Set<LeaseTimeOption, uint>(seconds);
        return message;
    }
}
