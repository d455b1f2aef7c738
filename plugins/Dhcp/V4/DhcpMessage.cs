using System.Net;
using CniChain.Linux;

namespace CniChain.Plugins.Dhcp.V4;

/// <summary>A message (RFC 2131, 2). Names are the RFC's.</summary>
internal sealed record DhcpMessage
{
    public required MessageType Type { get; init; }

    /// <summary>From a server (BOOTREPLY) rather than a client.</summary>
    public bool IsReply { get; init; }

    public uint Xid { get; init; }

    /// <summary>Seconds since the client began; servers use it to tell who has waited long.</summary>
    public ushort Secs { get; init; }

    /// <summary>The BROADCAST flag: the client cannot receive unicast before it has its address.</summary>
    public bool Broadcast { get; init; }

    /// <summary>ciaddr, the address the client has and answers for.</summary>
    public IPAddress ClientAddress { get; init; } = IPAddress.Any;

    /// <summary>yiaddr, "your" address.</summary>
    public IPAddress YourAddress { get; init; } = IPAddress.Any;

    /// <summary>giaddr, the relay agent.</summary>
    public IPAddress RelayAddress { get; init; } = IPAddress.Any;

    /// <summary>chaddr.</summary>
    public MacAddress HardwareAddress { get; init; }

    public DhcpOptions Options { get; init; } = new();
}
