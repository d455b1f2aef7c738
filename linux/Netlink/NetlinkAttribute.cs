using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace CniChain.Linux.Netlink;

/// <summary>One attribute of a message (struct nlattr). The getters throw when the value is shorter than what they read.</summary>
public readonly ref struct NetlinkAttribute
{
    internal NetlinkAttribute(ushort rawType, ReadOnlySpan<byte> value)
    {
        Type = (ushort)(rawType & NetlinkConstants.NLA_TYPE_MASK);
        Value = value;
    }

    /// <summary>nla_type without its flag bits.</summary>
    public ushort Type { get; }

    /// <summary>The value, without header and padding.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The attributes inside a nested one.</summary>
    public NetlinkAttributes Nested => new(Value);

    /// <summary>A u8 value.</summary>
    public byte AsByte() => Value[0];

    /// <summary>A u16 value.</summary>
    public ushort AsUInt16() => MemoryMarshal.Read<ushort>(Value);

    /// <summary>A u16 value in network byte order.</summary>
    public ushort AsUInt16BigEndian() => BinaryPrimitives.ReadUInt16BigEndian(Value);

    /// <summary>An s32 value.</summary>
    public int AsInt32() => MemoryMarshal.Read<int>(Value);

    /// <summary>An s32 value in network byte order.</summary>
    public int AsInt32BigEndian() => BinaryPrimitives.ReadInt32BigEndian(Value);

    /// <summary>A u32 value.</summary>
    public uint AsUInt32() => MemoryMarshal.Read<uint>(Value);

    /// <summary>A u32 value in network byte order.</summary>
    public uint AsUInt32BigEndian() => BinaryPrimitives.ReadUInt32BigEndian(Value);

    /// <summary>A u64 value.</summary>
    public ulong AsUInt64() => MemoryMarshal.Read<ulong>(Value);

    /// <summary>A u64 value in network byte order.</summary>
    public ulong AsUInt64BigEndian() => BinaryPrimitives.ReadUInt64BigEndian(Value);

    /// <summary>A C structure.</summary>
    public T AsStruct<T>()
        where T : unmanaged =>
        MemoryMarshal.Read<T>(Value);

    /// <summary>A string, up to its NUL or, where the kernel sends none, its end.</summary>
    public string AsString()
    {
        var end = Value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? Value : Value[..end]);
    }

    /// <summary>An IP address of 4 or 16 bytes.</summary>
    public IPAddress AsAddress() => new(Value);
}
