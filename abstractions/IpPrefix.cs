using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CniChain;

/// <summary>An address and a prefix length, host bits kept: "10.88.0.5/16" (how results and configurations write addresses).</summary>
/// <remarks><see cref="IPNetwork"/> refuses host bits; an interface's address has them.</remarks>
public readonly record struct IpPrefix
{
    /// <summary>Puts an address and a length together.</summary>
    /// <param name="address">IPv4 or IPv6. An IPv4-mapped IPv6 address becomes IPv4.</param>
    /// <param name="prefixLength">0 to 32, or to 128.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length does not fit the family.</exception>
    public IpPrefix(IPAddress address, int prefixLength)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, AddressBits(Address));
        PrefixLength = prefixLength;
    }

    /// <summary>The address with its host bits.</summary>
    public IPAddress Address { get; }

    /// <summary>Leading bits that name the network: 0 to 32 or 128.</summary>
    public int PrefixLength { get; }

    /// <summary>Whether the address is IPv6.</summary>
    public bool IsIPv6 => Address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>32 or 128.</summary>
    public int Bits => AddressBits(Address);

    /// <summary>The network the address lies in, host bits zero.</summary>
    public IPNetwork Network => new(Mask(Address, PrefixLength), PrefixLength);

    /// <summary>Whether this is 0.0.0.0/0 or ::/0.</summary>
    public bool IsDefaultRoute => PrefixLength == 0 && Network.BaseAddress.Equals(Address);

    /// <summary>Reads "address/length", strictly: four decimal parts for IPv4, no bare address, no zone.</summary>
    /// <param name="text">The text; null does not parse.</param>
    /// <param name="prefix">The result, when the method returns true.</param>
    /// <returns>True when it parsed.</returns>
    public static bool TryParse(string? text, out IpPrefix prefix)
    {
        prefix = default;
        var at = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (at < 0
            || !TryParseAddress(text![..at], out var address)
            || !byte.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > AddressBits(address))
        {
            return false;
        }

        prefix = new IpPrefix(address, length);
        return true;
    }

    /// <summary>Reads an address strictly: .NET alone also takes "10.1", "0x0a000001" and "fe80::1%eth0", which no CNI user means.</summary>
    /// <param name="text">The text; null does not parse.</param>
    /// <param name="address">The address, when the method returns true; IPv4-mapped IPv6 becomes IPv4, as Go's net.IP does.</param>
    /// <returns>True when it parsed.</returns>
    public static bool TryParseAddress(string? text, out IPAddress address)
    {
        address = IPAddress.None;
        if (string.IsNullOrEmpty(text) || text.AsSpan().IndexOfAny('%', '[') >= 0 || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        if (parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() != text)
        {
            return false;
        }

        address = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        return true;
    }

    /// <summary>Whether an address lies in this prefix's network.</summary>
    /// <param name="address">The address; one of the other family does not.</param>
    /// <returns>True when inside.</returns>
    public bool Contains(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.AddressFamily == Address.AddressFamily && Mask(address, PrefixLength).Equals(Mask(Address, PrefixLength));
    }

    /// <summary>The address a number of steps further on, within the family.</summary>
    /// <param name="address">Where to start.</param>
    /// <param name="steps">How far; negative goes back. Wraps at the family's end.</param>
    /// <returns>The address.</returns>
    public static IPAddress Offset(IPAddress address, long steps)
    {
        ArgumentNullException.ThrowIfNull(address);
        var value = ToNumber(address) + (UInt128)(Int128)steps;
        return FromNumber(value, address.AddressFamily);
    }

    /// <summary>The address as a number, for ordering and counting within one family.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Up to 2^32 - 1 for IPv4.</returns>
    public static UInt128 ToNumber(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        var start = address.AddressFamily == AddressFamily.InterNetwork ? 12 : 0;
        _ = address.TryWriteBytes(bytes[start..], out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>The address a number stands for; the inverse of <see cref="ToNumber"/>.</summary>
    /// <param name="number">The number; for IPv4 its low 32 bits count.</param>
    /// <param name="family">InterNetwork or InterNetworkV6.</param>
    /// <returns>The address.</returns>
    public static IPAddress FromNumber(UInt128 number, AddressFamily family)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(family == AddressFamily.InterNetwork ? bytes[12..] : bytes);
    }

    /// <summary>"address/length".</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{PrefixLength}");

    private static int AddressBits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;

    private static IPAddress Mask(IPAddress address, int length)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out var size);
        for (var i = 0; i < size; i++)
        {
            var keep = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - keep));
        }

        return new IPAddress(bytes[..size]);
    }
}
