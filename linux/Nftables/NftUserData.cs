using System.Runtime.InteropServices;
using System.Text;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Nftables;

/// <summary>
/// What the kernel keeps for user space beside tables, chains, rules, sets and elements: type, length, value, one byte each for the
/// first two (libnftnl/udata.h). The nft tool reads comments and byte orders from it.
/// </summary>
internal ref struct NftUserData
{
    /// <summary>NFTNL_UDATA_RULE_COMMENT, also of tables, chains and elements.</summary>
    public const byte Comment = 0;

    /// <summary>NFTNL_UDATA_SET_KEYBYTEORDER.</summary>
    public const byte SetKeyByteOrder = 0;

    /// <summary>NFTNL_UDATA_SET_DATABYTEORDER.</summary>
    public const byte SetDataByteOrder = 1;

    /// <summary>NFTNL_UDATA_SET_DATA_INTERVAL.</summary>
    public const byte SetDataInterval = 6;

    /// <summary>NFTNL_UDATA_SET_COMMENT.</summary>
    public const byte SetComment = 7;

    /// <summary>NFT_USERDATA_MAXLEN.</summary>
    public const int MaxLength = 256;

    private readonly Span<byte> _buffer;
    private int _length;

    public NftUserData(Span<byte> buffer) => _buffer = buffer;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>Writes a comment as an object's only user data; nothing when there is none.</summary>
    public static void WriteComment<T>(NetlinkWriter writer, T attribute, string? comment)
        where T : unmanaged, Enum
    {
        if (comment is null)
        {
            return;
        }

        NftName.CheckComment(comment);
        var data = new NftUserData(stackalloc byte[MaxLength]);
        data.Text(Comment, comment);
        writer.Bytes(attribute, data.Written);
    }

    /// <summary>Finds a text; null when there is none, or what is there is no user data of nft's.</summary>
    public static string? FindText(ReadOnlySpan<byte> data, byte type)
    {
        while (data.Length >= 2 && data[1] <= data.Length - 2)
        {
            var value = data.Slice(2, data[1]);
            if (data[0] == type)
            {
                return Encoding.UTF8.GetString(value.TrimEnd((byte)0));
            }

            data = data[(2 + value.Length)..];
        }

        return null;
    }

    public void UInt32(byte type, uint value)
    {
        Head(type, sizeof(uint));
        MemoryMarshal.Write(_buffer[_length..], value);
        _length += sizeof(uint);
    }

    public void Text(byte type, string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Head(type, length + 1);
        Encoding.UTF8.GetBytes(value, _buffer[_length..]);
        _buffer[_length + length] = 0;
        _length += length + 1;
    }

    private void Head(byte type, int length)
    {
        _buffer[_length++] = type;
        _buffer[_length++] = (byte)length;
    }
}
