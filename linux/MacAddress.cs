using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CniChain.Linux;

/// <summary>A 48-bit link-layer address (EUI-48).</summary>
public readonly struct MacAddress : IEquatable<MacAddress>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 6;

    private readonly ulong _value;

    private MacAddress(ulong value) => _value = value;

    /// <summary>Reads an address from its bytes, in transmission order.</summary>
    /// <exception cref="ArgumentException">There are not exactly 6.</exception>
    public MacAddress(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"A MAC address has 6 bytes, not {bytes.Length}.", nameof(bytes));
        }

        foreach (var b in bytes)
        {
            _value = (_value << 8) | b;
        }
    }

    /// <summary>Whether the group bit is set, which makes it no address for a single interface.</summary>
    public bool IsMulticast => (_value & 0x0100_0000_0000) != 0;

    /// <summary>Whether all bits are zero, which the kernel takes for no address.</summary>
    public bool IsZero => _value == 0;

    /// <summary>Equality.</summary>
    public static bool operator ==(MacAddress left, MacAddress right) => left._value == right._value;

    /// <summary>Inequality.</summary>
    public static bool operator !=(MacAddress left, MacAddress right) => left._value != right._value;

    /// <summary>A random address of the locally administered, unicast kind (IEEE 802-2014, 8.4).</summary>
    public static MacAddress Random()
    {
        Span<byte> bytes = stackalloc byte[Length];
        // Not RandomNumberGenerator: nobody gains by guessing one, and it brings OpenSSL in, 5 MiB and some 10 ms of a process's start.
        System.Random.Shared.NextBytes(bytes);
        bytes[0] = (byte)((bytes[0] & 0xfe) | 0x02);
        return new MacAddress(bytes);
    }

    /// <summary>Reads <c>0a:58:0a:00:00:01</c>, <c>0a-58-0a-00-00-01</c> or <c>0a58.0a00.0001</c>, the forms Go's net.ParseMAC takes.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static MacAddress Parse(string text) =>
        TryParse(text, out var address)
            ? address
            : throw new FormatException($"'{text}' is not a MAC address such as 0a:58:0a:00:00:01.");

    /// <summary>As <see cref="Parse"/>, without an exception. Null is no address.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MacAddress address)
    {
        address = default;
        if (text is null || text.Length is not (17 or 14))
        {
            return false;
        }

        var separator = text.Length == 17 ? text[2] : '.';
        var group = text.Length == 17 ? 2 : 4;
        if (text.Length == 17 && separator is not (':' or '-'))
        {
            return false;
        }

        ulong value = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (i % (group + 1) == group)
            {
                if (text[i] != separator)
                {
                    return false;
                }

                continue;
            }

            if (!char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }

            value = (value << 4) | (uint)HexDigit(text[i]);
        }

        address = new MacAddress(value);
        return true;
    }

    /// <summary>Writes the bytes, in transmission order.</summary>
    /// <param name="destination">At least 6 bytes.</param>
    public void CopyTo(Span<byte> destination)
    {
        for (var i = 0; i < Length; i++)
        {
            destination[i] = (byte)(_value >> (8 * (Length - 1 - i)));
        }
    }

    /// <summary>The bytes, in transmission order.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Lower-case, with colons, as <c>ip</c> prints it.</summary>
    public override string ToString() =>
        string.Create(17, _value, static (text, value) =>
        {
            for (var i = 0; i < Length; i++)
            {
                ((byte)(value >> (8 * (Length - 1 - i)))).TryFormat(text[(i * 3)..], out _, "x2", CultureInfo.InvariantCulture);
                if (i < Length - 1)
                {
                    text[(i * 3) + 2] = ':';
                }
            }
        });

    /// <inheritdoc/>
    public bool Equals(MacAddress other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MacAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    private static int HexDigit(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
