using System.Net;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Dhcp.V4;

/// <summary>The client's messages (RFC 2131, table 5).</summary>
internal sealed class MessageFactory(ClientProfile profile)
{
    // What every link carries unfragmented but for the smallest.
    private const ushort MaxMessage = 1472;

    /// <param name="wish">An address the client had before; null for none.</param>
    public DhcpMessage Discover(IPAddress? wish)
    {
        var message = New(MessageType.Discover, asks: true);
        SetWish(message, wish);
        return message;
    }

    public DhcpMessage RequestOffered(DhcpLease offer)
    {
        var message = New(MessageType.Request, asks: true);
        SetWish(message, offer.Address);
        message.Options.Set<ServerIdentifierOption, IPAddress>(offer.Server);
        return message;
    }

    /// <summary>INIT-REBOOT: no server, no ciaddr.</summary>
    public DhcpMessage RequestAfterRestart(IPAddress address)
    {
        var message = New(MessageType.Request, asks: true);
        SetWish(message, address);
        return message;
    }

    /// <summary>RENEWING and REBINDING: the address is in ciaddr alone, and answers come by unicast.</summary>
    public DhcpMessage Extend(IPAddress address) => New(MessageType.Request, asks: true) with { ClientAddress = address, Broadcast = false };

    public DhcpMessage Decline(DhcpLease lease)
    {
        var message = New(MessageType.Decline, asks: false) with { Broadcast = false };
        SetWish(message, lease.Address);
        message.Options.Set<ServerIdentifierOption, IPAddress>(lease.Server);
        message.Options.Set<MessageTextOption, string>("somebody answers ARP for it");
        return message;
    }

    public DhcpMessage Release(DhcpLease lease)
    {
        var message = New(MessageType.Release, asks: false) with { ClientAddress = lease.Address, Broadcast = false };
        message.Options.Set<ServerIdentifierOption, IPAddress>(lease.Server);
        return message;
    }

    private static void SetWish(DhcpMessage message, IPAddress? wish)
    {
        if (wish is not null)
        {
            message.Options.Set<RequestedAddressOption, IPAddress>(wish);
        }
    }

    private DhcpMessage New(MessageType type, bool asks)
    {
        var message = new DhcpMessage { Type = type, HardwareAddress = profile.Mac, Broadcast = profile.Broadcast };
        if (asks)
        {
            message.Options.Set<ParameterRequestOption, byte[]>(profile.Wanted);
            message.Options.Set<MaxMessageSizeOption, ushort>(MaxMessage);
            foreach (var (code, data) in profile.Provided)
            {
                message.Options.Set((byte)code, data);
            }
        }

        message.Options.Set<ClientIdentifierOption, byte[]>(profile.ClientId);
        return message;
    }
}
