using System.Buffers.Binary;
using System.Text;

namespace CniChain.Wire;

/// <summary>Builds one frame: header, then fields of number (2 bytes), length (4 bytes) and value, little endian, unpadded.</summary>
/// <remarks>No pooled buffer: the pool's own start costs the front, which writes one frame and ends, more than the array.</remarks>
public ref struct FrameWriter
{
    private const int FieldHeader = 6;
    private readonly FrameType _type;
    private byte[] _buffer;
    private int _used;

    /// <summary>Starts a frame.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="sizeHint">About how many bytes the fields will take.</param>
    public FrameWriter(FrameType type, int sizeHint = 512)
    {
        _type = type;
        _buffer = GC.AllocateUninitializedArray<byte>(FrameHeader.Size + sizeHint);
        _used = FrameHeader.Size;
    }

    /// <summary>The length of the fields so far; more than <see cref="WireProtocol.MaxBody"/> will be refused by the peer.</summary>
    public readonly int BodyLength => _used - FrameHeader.Size;

    /// <summary>Adds bytes.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    public void Add(Field field, ReadOnlySpan<byte> value) => value.CopyTo(Reserve(field, value.Length));

    /// <summary>Adds a number of four bytes.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    public void Add(Field field, int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(field, 4), value);

    /// <summary>Adds text as UTF-8.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    public void Add(Field field, ReadOnlySpan<char> value) =>
        Encoding.UTF8.GetBytes(value, Reserve(field, Encoding.UTF8.GetByteCount(value)));

    /// <summary>Completes the header.</summary>
    /// <returns>The whole frame.</returns>
    public readonly ReadOnlyMemory<byte> Finish()
    {
        FrameHeader.Write(_buffer, _type, BodyLength);
        return _buffer.AsMemory(0, _used);
    }

    private Span<byte> Reserve(Field field, int length)
    {
        var end = checked(_used + FieldHeader + length);
        if (end > _buffer.Length)
        {
            var larger = GC.AllocateUninitializedArray<byte>(Math.Max(end, _buffer.Length * 2));
            _buffer.AsSpan(0, _used).CopyTo(larger);
            _buffer = larger;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(_used), (ushort)field);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_used + 2), length);
        var value = _buffer.AsSpan(_used + FieldHeader, length);
        _used = end;
        return value;
    }
}
