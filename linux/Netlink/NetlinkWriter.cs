using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace CniChain.Linux.Netlink;

/// <summary>Writes a message's payload: the family's header, then attributes, nested ones as <c>using</c> scopes.</summary>
/// <remarks>Numbers are in the machine's byte order unless the method says BigEndian. Dispose returns the buffer to its pool.</remarks>
public sealed class NetlinkWriter : IDisposable
{
    private const int AttributeHeader = 4;

    private byte[] _buffer;

    /// <summary>Starts an empty payload.</summary>
    /// <param name="capacity">Bytes to make room for; it grows when needed.</param>
    public NetlinkWriter(int capacity = 512) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>Bytes written so far, a multiple of 4.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>Appends a C structure, padded to 4 bytes: a family's header, or the fixed part of an attribute in a nest.</summary>
    public void WriteStruct<T>(in T value)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).CopyTo(Reserve(Unsafe.SizeOf<T>()));

    /// <summary>Writes an attribute of bytes.</summary>
    public void Put(ushort type, ReadOnlySpan<byte> value) => value.CopyTo(Attribute(type, value.Length));

    /// <summary>Writes an attribute that is a C structure.</summary>
    public void PutStruct<T>(ushort type, in T value)
        where T : unmanaged =>
        Put(type, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <summary>Writes an attribute whose presence is its value (NLA_FLAG).</summary>
    public void PutFlag(ushort type) => Attribute(type, 0);

    /// <summary>Writes a u8 attribute.</summary>
    public void PutByte(ushort type, byte value) => Attribute(type, 1)[0] = value;

    /// <summary>Writes a u16 attribute.</summary>
    public void PutUInt16(ushort type, ushort value) => MemoryMarshal.Write(Attribute(type, 2), value);

    /// <summary>Writes a u16 attribute in network byte order.</summary>
    public void PutUInt16BigEndian(ushort type, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Attribute(type, 2), value);

    /// <summary>Writes an s32 attribute.</summary>
    public void PutInt32(ushort type, int value) => MemoryMarshal.Write(Attribute(type, 4), value);

    /// <summary>Writes an s32 attribute in network byte order.</summary>
    public void PutInt32BigEndian(ushort type, int value) => BinaryPrimitives.WriteInt32BigEndian(Attribute(type, 4), value);

    /// <summary>Writes a u32 attribute.</summary>
    public void PutUInt32(ushort type, uint value) => MemoryMarshal.Write(Attribute(type, 4), value);

    /// <summary>Writes a u32 attribute in network byte order.</summary>
    public void PutUInt32BigEndian(ushort type, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Attribute(type, 4), value);

    /// <summary>Writes a u64 attribute.</summary>
    public void PutUInt64(ushort type, ulong value) => MemoryMarshal.Write(Attribute(type, 8), value);

    /// <summary>Writes a u64 attribute in network byte order.</summary>
    public void PutUInt64BigEndian(ushort type, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Attribute(type, 8), value);

    /// <summary>Writes a string attribute: UTF-8 with a NUL at the end (NLA_NUL_STRING).</summary>
    public void PutString(ushort type, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var length = Encoding.UTF8.GetByteCount(value);
        var span = Attribute(type, length + 1);
        Encoding.UTF8.GetBytes(value, span);
        span[length] = 0;
    }

    /// <summary>Writes an IP address, 4 or 16 bytes in network byte order.</summary>
    public void PutAddress(ushort type, IPAddress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var span = Attribute(type, value.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 16 : 4);
        value.TryWriteBytes(span, out _);
    }

    /// <summary>Opens an attribute that holds attributes; disposing of the result closes it.</summary>
    /// <param name="type">The attribute's type; NLA_F_NESTED is added.</param>
    public NetlinkNest Nest(ushort type)
    {
        var start = Length;
        Attribute((ushort)(type | NetlinkConstants.NLA_F_NESTED), 0);
        return new NetlinkNest(this, start);
    }

    /// <summary>Makes a request of what was written; the writer may go on or be disposed of.</summary>
    public NetlinkRequest ToRequest(string operation, ushort type, NetlinkFlags flags) =>
        new(operation, type, flags, Written.ToArray());

    /// <summary>Starts anew with an empty payload.</summary>
    public void Clear() => Length = 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Length = 0;
    }

    internal void CloseNest(int start)
    {
        var length = Length - start;
        if (length > ushort.MaxValue)
        {
            throw new InvalidOperationException($"A netlink attribute holds at most 65535 bytes, this one would have {length}.");
        }

        MemoryMarshal.Write(_buffer.AsSpan(start), (ushort)length);
    }

    private Span<byte> Attribute(ushort type, int length)
    {
        if (length > ushort.MaxValue - AttributeHeader)
        {
            throw new ArgumentException($"A netlink attribute holds at most 65531 bytes, not {length}.", nameof(length));
        }

        var span = Reserve(AttributeHeader + length);
        MemoryMarshal.Write(span, (ushort)(AttributeHeader + length));
        MemoryMarshal.Write(span[2..], type);
        return span.Slice(AttributeHeader, length);
    }

    /// <summary>Room for some bytes and their padding, which is zeroed: the pool's arrays are not, and must not leak into the kernel.</summary>
    private Span<byte> Reserve(int length)
    {
        var padded = NetlinkConstants.Align(length);
        if (_buffer.Length - Length < padded)
        {
            Grow(padded);
        }

        var span = _buffer.AsSpan(Length, padded);
        span[length..].Clear();
        Length += padded;
        return span[..length];
    }

    private void Grow(int more)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, Length + more));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
