using System.Net;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Dhcp.V4;

/// <summary>An IPv4 address lent by a server, and what came with it.</summary>
internal sealed record DhcpLease : Lease
{
    /// <summary>The ACK it comes from.</summary>
    public required DhcpMessage Message { get; init; }

    /// <summary>Routers on the subnet; empty when classless routes came, which take their place.</summary>
    public IReadOnlyList<IPAddress> Routers { get; init; } = [];

    public IReadOnlyList<DhcpRoute> Routes { get; init; } = [];

    /// <summary>The link's MTU as the server wants it; null when it does not say.</summary>
    public int? Mtu { get; init; }

    public override IReadOnlyList<IPAddress> RoutersOnLink => Routers;

    public override byte[] Encode()
    {
        var buffer = new byte[ushort.MaxValue];
        return buffer[..DhcpWriter.Write(Message, buffer)];
    }

    public override bool LooksLike(Lease other) =>
        base.LooksLike(other) && other is DhcpLease o && Routers.SequenceEqual(o.Routers) && Routes.SequenceEqual(o.Routes) && Mtu == o.Mtu;
}
