using System.Net;
using System.Net.Sockets;

namespace CniChain.Plugins.HostLocal;

/// <summary>A run of addresses of one subnet that may be handed out.</summary>
internal sealed record AddressRange
{
    /// <summary>The subnet; its address is the network's.</summary>
    public required IpPrefix Subnet { get; init; }

    /// <summary>The first address that may be handed out; by default the network address plus one.</summary>
    public required IPAddress Start { get; init; }

    /// <summary>The last one; by default the subnet's last, for IPv4 the one before the broadcast address.</summary>
    public required IPAddress End { get; init; }

    /// <summary>The gateway, never handed out; by default the network address plus one. May lie outside of the range.</summary>
    public required IPAddress Gateway { get; init; }

    public AddressFamily Family => Subnet.Address.AddressFamily;

    /// <summary>How many addresses it has, the gateway not counted where it lies inside.</summary>
    public UInt128 Count => IpPrefix.ToNumber(End) - IpPrefix.ToNumber(Start) + 1 - (Contains(Gateway) ? (UInt128)1 : 0);

    /// <summary>The last host of a subnet.</summary>
    public static IPAddress LastHost(IpPrefix subnet)
    {
        var hostBits = subnet.Bits - subnet.PrefixLength;
        var size = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
        var last = IpPrefix.ToNumber(subnet.Address) + size;
        return IpPrefix.FromNumber(subnet.IsIPv6 ? last : last - 1, subnet.Address.AddressFamily);
    }

    public bool Contains(IPAddress address)
    {
        if (address.AddressFamily != Family)
        {
            return false;
        }

        var number = IpPrefix.ToNumber(address);
        return number >= IpPrefix.ToNumber(Start) && number <= IpPrefix.ToNumber(End);
    }

    public bool Overlaps(AddressRange other) =>
        other.Family == Family && (Contains(other.Start) || Contains(other.End) || other.Contains(Start));

    public override string ToString() => $"{Start}-{End}";
}
