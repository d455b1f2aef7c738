using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace CniChain.Plugins.Dhcp.Codec;

/// <summary>Addresses of one family one after the other, as several options of both protocols have them.</summary>
internal sealed class AddressList
{
    private readonly AddressFamily _family;
    private readonly int _size;

    private AddressList(AddressFamily family, int size)
    {
        _family = family;
        _size = size;
    }

    public static AddressList IPv4 { get; } = new(AddressFamily.InterNetwork, 4);

    public static AddressList IPv6 { get; } = new(AddressFamily.InterNetworkV6, 16);

    /// <returns>False unless there is at least one, and no half one.</returns>
    public bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<IPAddress> addresses)
    {
        addresses = null;
        if (data.IsEmpty || data.Length % _size != 0)
        {
            return false;
        }

        var list = new IPAddress[data.Length / _size];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = new IPAddress(data.Slice(i * _size, _size));
        }

        addresses = list;
        return true;
    }

    public int Write(IReadOnlyList<IPAddress> addresses, Span<byte> target)
    {
        for (var i = 0; i < addresses.Count; i++)
        {
            if (addresses[i].AddressFamily != _family || !addresses[i].TryWriteBytes(target.Slice(i * _size, _size), out _))
            {
                throw new ArgumentException($"{addresses[i]} is not {this}", nameof(addresses));
            }
        }

        return addresses.Count * _size;
    }

    public override string ToString() => _family == AddressFamily.InterNetwork ? "IPv4" : "IPv6";
}
