using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 33: routes to networks of classes A, B and C, whose size the address tells (RFC 2132, 5.8).</summary>
internal sealed class StaticRoutesOption : IDhcpOption<IReadOnlyList<DhcpRoute>>
{
    private const int PairSize = 8;

    public static byte Code => 33;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<DhcpRoute> value)
    {
        value = null;
        if (data.IsEmpty || data.Length % PairSize != 0)
        {
            return false;
        }

        var routes = new List<DhcpRoute>(data.Length / PairSize);
        for (; !data.IsEmpty; data = data[PairSize..])
        {
            // The default route is not allowed here, and multicast or reserved addresses have no class to go by.
            if (ClassLength(data[..4]) is { } length)
            {
                routes.Add(new DhcpRoute(new IPNetwork(new IPAddress(data[..4]), length), new IPAddress(data.Slice(4, 4))));
            }
        }

        value = routes;
        return routes.Count > 0;
    }

    public static int Write(IReadOnlyList<DhcpRoute> value, Span<byte> target)
    {
        var length = 0;
        foreach (var route in value)
        {
            route.Destination.BaseAddress.TryWriteBytes(target[length..], out _);
            route.Router.TryWriteBytes(target[(length + 4)..], out _);
            length += PairSize;
        }

        return length;
    }

    /// <summary>The class's length; 32 for an address of a host inside its class.</summary>
    private static int? ClassLength(ReadOnlySpan<byte> address)
    {
        var length = address[0] switch { 0 => 0, < 128 => 8, < 192 => 16, < 224 => 24, _ => 0 };
        if (length == 0)
        {
            return null;
        }

        return address[(length / 8)..].IndexOfAnyExcept((byte)0) < 0 ? length : 32;
    }
}
