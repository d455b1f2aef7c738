using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Routes as RFC 3442 packs them: prefix length, as many bytes of the destination as it covers, router.</summary>
internal static class ClasslessRoutes
{
    private const int AddressSize = 4;
    private const int MaxPrefix = 32;

    /// <returns>False when any of them is not whole: which one the server got wrong cannot be told.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<DhcpRoute> routes)
    {
        routes = null;
        var list = new List<DhcpRoute>();
        Span<byte> destination = stackalloc byte[AddressSize];
        while (!data.IsEmpty)
        {
            var length = data[0];
            var significant = (length + 7) / 8;
            if (length > MaxPrefix || data.Length < 1 + significant + AddressSize)
            {
                return false;
            }

            destination.Clear();
            data.Slice(1, significant).CopyTo(destination);
            if (length % 8 != 0)
            {
                // Servers are told to send zeros there, clients to cope with others.
                destination[significant - 1] &= (byte)(0xff << (8 - (length % 8)));
            }

            list.Add(new DhcpRoute(new IPNetwork(new IPAddress(destination), length), new IPAddress(data.Slice(1 + significant, AddressSize))));
            data = data[(1 + significant + AddressSize)..];
        }

        routes = list;
        return list.Count > 0;
    }

    public static int Write(IReadOnlyList<DhcpRoute> routes, Span<byte> target)
    {
        var length = 0;
        Span<byte> address = stackalloc byte[AddressSize];
        foreach (var route in routes)
        {
            var significant = (route.Destination.PrefixLength + 7) / 8;
            target[length++] = (byte)route.Destination.PrefixLength;
            route.Destination.BaseAddress.TryWriteBytes(address, out _);
            address[..significant].CopyTo(target[length..]);
            length += significant;
            route.Router.TryWriteBytes(target[length..], out _);
            length += AddressSize;
        }

        return length;
    }
}
