using System.Net;
using CniChain.Plugins.Dhcp.V6;
using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Tests.Dhcp.V6;

/// <summary>What a server would send.</summary>
internal static class Messages
{
    public const uint Iaid = 1;

    public static readonly byte[] Client = [0, 4, 1, 2, 3];
    public static readonly byte[] ServerId = [0, 3, 0, 1, 9];
    public static readonly byte[] OtherId = [0, 3, 0, 1, 8];
    public static readonly IPAddress Server = IPAddress.Parse("fe80::1");
    public static readonly IPAddress Other = IPAddress.Parse("fe80::2");
    public static readonly IPAddress Address = IPAddress.Parse("fd70::100");

    public static DhcpMessage Advertise(uint xid, IPAddress? address = null, byte[]? server = null, byte? preference = null) =>
        With(Lease(MessageType.Advertise, xid, address, server), preference);

    public static DhcpMessage Reply(
        uint xid, IPAddress? address = null, byte[]? server = null, uint preferred = 800, uint valid = 1000, uint t1 = 0, uint t2 = 0) =>
        Lease(MessageType.Reply, xid, address, server, preferred, valid, t1, t2);

    /// <summary>A message whose association has these addresses.</summary>
    public static DhcpMessage Reply(uint xid, params IaAddress[] addresses)
    {
        var message = Empty(MessageType.Reply, xid);
        var inner = new DhcpOptions();
        foreach (var address in addresses)
        {
            inner.Add<IaAddressOption, IaAddress>(address);
        }

        message.Options.Add<IaNaOption, IaNa>(new IaNa(Iaid, 0, 0, inner));
        return message;
    }

    /// <summary>A message with a status, of the whole or of the association.</summary>
    public static DhcpMessage Failure(uint xid, StatusCode code, bool whole = false, MessageType type = MessageType.Reply, byte[]? server = null)
    {
        var message = Empty(type, xid, server);
        var inner = new DhcpOptions();
        (whole ? message.Options : inner).Add<StatusCodeOption, Status>(new Status(code, "not today"));
        if (!whole)
        {
            message.Options.Add<IaNaOption, IaNa>(new IaNa(Iaid, 0, 0, inner));
        }

        return message;
    }

    public static DhcpMessage Empty(MessageType type, uint xid, byte[]? server = null)
    {
        var message = new DhcpMessage { Type = type, Xid = xid };
        message.Options.Add<ClientIdOption, byte[]>(Client);
        message.Options.Add<ServerIdOption, byte[]>(server ?? ServerId);
        return message;
    }

    public static IaAddress Lent(string address, uint preferred = 800, uint valid = 1000) => new(IPAddress.Parse(address), preferred, valid, new DhcpOptions());

    public static byte[] Bytes(DhcpMessage message)
    {
        var buffer = new byte[8192];
        return buffer[..DhcpWriter.Write(message, buffer)];
    }

    private static DhcpMessage Lease(
        MessageType type, uint xid, IPAddress? address, byte[]? server, uint preferred = 800, uint valid = 1000, uint t1 = 0, uint t2 = 0)
    {
        var message = Empty(type, xid, server);
        var inner = new DhcpOptions();
        inner.Add<IaAddressOption, IaAddress>(new IaAddress(address ?? Address, preferred, valid, new DhcpOptions()));
        message.Options.Add<IaNaOption, IaNa>(new IaNa(Iaid, t1, t2, inner));
        return message;
    }

    private static DhcpMessage With(DhcpMessage message, byte? preference)
    {
        if (preference is { } value)
        {
            message.Options.Add<PreferenceOption, byte>(value);
        }

        return message;
    }
}
