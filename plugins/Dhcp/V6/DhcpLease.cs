using System.Net;

namespace CniChain.Plugins.Dhcp.V6;

/// <summary>An IPv6 address lent by a server, and what came with it.</summary>
/// <remarks>Its prefix is 128 bits long: which of its neighbours are on the link routers tell, and DHCPv6 does not (RFC 5942, 4).</remarks>
internal sealed record DhcpLease : Lease
{
    public const int Length = 128;

    /// <summary>The ADVERTISE or REPLY it comes from.</summary>
    public required DhcpMessage Message { get; init; }

    /// <summary>The server's DUID.</summary>
    public required byte[] ServerId { get; init; }

    public override IReadOnlyList<IPAddress> RoutersOnLink => [];

    public override byte[] Encode()
    {
        var buffer = new byte[ushort.MaxValue];
        return buffer[..DhcpWriter.Write(Message, buffer)];
    }
}
