using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace CniChain.Linux.Nftables;

/// <summary>A key of a set, or plain data of a map: one field or several in a row (a concatenation).</summary>
/// <remarks>
/// Built as nft writes it: <c>NftKey.Of.Protocol(6).Port(8080)</c> is <c>tcp . 8080</c>. In a concatenation every field fills
/// whole 4-byte registers; a field alone keeps its own length, as the kernel demands of both. Immutable.
/// </remarks>
public readonly struct NftKey : IEquatable<NftKey>
{
    private const int InterfaceNameSize = 16;

    private readonly byte[]? _padded;
    private readonly int _lastEnd;

    // Four bits a field, the first one lowest: enough for the 16 registers there are.
    private readonly ulong _kinds;

    private NftKey(byte[] padded, int lastEnd, int fields, ulong kinds)
    {
        _padded = padded;
        _lastEnd = lastEnd;
        Fields = fields;
        _kinds = kinds;
    }

    /// <summary>The empty key that fields are appended to.</summary>
    public static NftKey Of => default;

    /// <summary>How many fields were appended; 0 for the empty key, 1 for one read from the kernel.</summary>
    public int Fields { get; }

    /// <summary>The key as the kernel knows it.</summary>
    public ReadOnlySpan<byte> Bytes => _padded is null ? default : Fields == 1 ? _padded.AsSpan(0, _lastEnd) : _padded;

    /// <summary>A key whose bytes are known, such as one read from the kernel.</summary>
    public static NftKey FromBytes(ReadOnlySpan<byte> bytes) => new(bytes.ToArray(), bytes.Length, 1, 0);

    /// <summary>The same key with its fields known, so that it reads as nft writes it: for one read from the kernel, with <see cref="NftSet.Key"/>.</summary>
    /// <param name="types">The fields; those of a type without a form of its own read as numbers.</param>
    public NftKey As(IReadOnlyList<NftDataType> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        var kinds = 0ul;
        for (var i = 0; i < types.Count; i++)
        {
            kinds |= (ulong)NftFields.Kind(types[i]) << (4 * i);
        }

        return new NftKey(_padded ?? [], _lastEnd, types.Count, NftFields.Length(types) == Bytes.Length ? kinds : 0);
    }

    /// <summary>The end of an interval over several fields, read from the kernel.</summary>
    internal static NftKey FromConcatenation(ReadOnlySpan<byte> bytes) => new(bytes.ToArray(), bytes.Length, 2, 0);

    /// <summary>Appends an IPv4 or IPv6 address (ipv4_addr, ipv6_addr).</summary>
    public NftKey Address(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return Append(bytes[..length], length == 4 ? NftFieldKind.Ipv4 : NftFieldKind.Ipv6);
    }

    /// <summary>Appends an IP protocol number (inet_proto): 6 for TCP, 17 for UDP, 132 for SCTP.</summary>
    public NftKey Protocol(byte protocol) => Append([protocol], NftFieldKind.Protocol);

    /// <summary>Appends a port (inet_service).</summary>
    public NftKey Port(ushort port)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, port);
        return Append(bytes, NftFieldKind.Port);
    }

    /// <summary>Appends an interface name (ifname), 15 bytes at most.</summary>
    public NftKey InterfaceName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Span<byte> bytes = stackalloc byte[InterfaceNameSize];
        bytes.Clear();
        if (Encoding.UTF8.GetByteCount(name) >= InterfaceNameSize)
        {
            throw new ArgumentException($"The interface name \"{name}\" is longer than 15 bytes.", nameof(name));
        }

        Encoding.UTF8.GetBytes(name, bytes);
        return Append(bytes, NftFieldKind.InterfaceName);
    }

    /// <summary>Appends a hardware address (ether_addr).</summary>
    public NftKey EtherAddress(MacAddress address)
    {
        Span<byte> bytes = stackalloc byte[MacAddress.Length];
        address.CopyTo(bytes);
        return Append(bytes, NftFieldKind.EtherAddress);
    }

    /// <summary>Appends a packet mark or an interface index (mark, iface_index), in the machine's byte order.</summary>
    public NftKey Number(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        MemoryMarshal.Write(bytes, value);
        return Append(bytes, NftFieldKind.Number);
    }

    /// <summary>Reads an address out of a key, for keys that come from the kernel.</summary>
    /// <param name="offset">Where the field starts: the sum of the fields before it, each rounded up to 4 bytes.</param>
    /// <param name="family">InterNetwork or InterNetworkV6.</param>
    /// <exception cref="ArgumentOutOfRangeException">The key is shorter.</exception>
    public IPAddress ReadAddress(int offset, AddressFamily family) =>
        new(Bytes.Slice(offset, family == AddressFamily.InterNetworkV6 ? 16 : 4));

    /// <summary>Reads a port out of a key; see <see cref="ReadAddress"/>.</summary>
    public ushort ReadPort(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Bytes[offset..]);

    /// <inheritdoc/>
    public bool Equals(NftKey other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NftKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>As the nft tool writes it where the fields are known, <c>tcp . 8080</c>; hexadecimal for a key read from the kernel.</summary>
    public override string ToString() => NftKeyText.Format(Bytes, _kinds);

    /// <summary>Whether two keys are equal byte for byte.</summary>
    public static bool operator ==(NftKey left, NftKey right) => left.Equals(right);

    /// <summary>Whether two keys differ.</summary>
    public static bool operator !=(NftKey left, NftKey right) => !left.Equals(right);

    private NftKey Append(ReadOnlySpan<byte> field, NftFieldKind kind)
    {
        var start = _padded?.Length ?? 0;
        var padded = new byte[start + NftFields.Padded(field.Length)];
        _padded?.CopyTo(padded, 0);
        field.CopyTo(padded.AsSpan(start));
        return new NftKey(padded, start + field.Length, Fields + 1, _kinds | ((ulong)kind << (4 * Fields)));
    }
}
