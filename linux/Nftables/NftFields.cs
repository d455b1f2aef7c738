using System.Runtime.InteropServices;

namespace CniChain.Linux.Nftables;

/// <summary>Sizes and byte orders of fields.</summary>
internal static class NftFields
{
    /// <summary>enum byteorder of nftables' include/datatype.h, as it goes into a set's user data.</summary>
    public const uint HostOrder = 1;

    /// <summary>As <see cref="HostOrder"/>, network order.</summary>
    public const uint NetworkOrder = 2;

    // TYPE_BITS of nftables' include/datatype.h: a concatenation's type is its fields' types in a row.
    private const int TypeBits = 6;

    /// <summary>Up to whole registers, as a field takes up inside a concatenation.</summary>
    public static int Padded(int length) => (length + 3) & ~3;

    /// <summary>The length of a field on its own, in bytes; 0 for a verdict.</summary>
    public static int Length(NftDataType type) => type switch
    {
        NftDataType.NfProto or NftDataType.InetProtocol => 1,
        NftDataType.EtherType or NftDataType.InetService => 2,
        NftDataType.Ipv4Address or NftDataType.Mark or NftDataType.InterfaceIndex => 4,
        NftDataType.EtherAddress => 6,
        NftDataType.Ipv6Address or NftDataType.InterfaceName => 16,
        NftDataType.Verdict => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A field has one of the types of NftDataType."),
    };

    /// <summary>The length of fields in a row, in bytes.</summary>
    public static int Length(IReadOnlyList<NftDataType> types)
    {
        if (types.Count == 1)
        {
            return Length(types[0]);
        }

        var length = 0;
        for (var i = 0; i < types.Count; i++)
        {
            length += Padded(Length(types[i]));
        }

        return length;
    }

    /// <summary>How a field of a type reads.</summary>
    public static NftFieldKind Kind(NftDataType type) => type switch
    {
        NftDataType.Ipv4Address => NftFieldKind.Ipv4,
        NftDataType.Ipv6Address => NftFieldKind.Ipv6,
        NftDataType.InetProtocol => NftFieldKind.Protocol,
        NftDataType.InetService => NftFieldKind.Port,
        NftDataType.InterfaceName => NftFieldKind.InterfaceName,
        NftDataType.EtherAddress => NftFieldKind.EtherAddress,
        NftDataType.Mark or NftDataType.InterfaceIndex => NftFieldKind.Number,
        _ => NftFieldKind.Unknown,
    };

    /// <summary>NFTA_SET_KEY_TYPE or NFTA_SET_DATA_TYPE.</summary>
    public static uint Type(IReadOnlyList<NftDataType> types)
    {
        var type = (uint)types[0];
        for (var i = 1; i < types.Count; i++)
        {
            type = (type << TypeBits) | (uint)types[i];
        }

        return type;
    }

    /// <summary>The fields of NFTA_SET_KEY_TYPE or NFTA_SET_DATA_TYPE.</summary>
    public static NftDataType[] Types(uint type)
    {
        if (type == (uint)NftDataType.Verdict)
        {
            return [NftDataType.Verdict];
        }

        var types = new List<NftDataType>();
        for (; type != 0; type >>= TypeBits)
        {
            types.Insert(0, (NftDataType)(type & ((1 << TypeBits) - 1)));
        }

        return [.. types];
    }

    /// <summary>The byte order nft notes for a set; 0, none, for concatenations and verdicts.</summary>
    public static uint ByteOrder(IReadOnlyList<NftDataType> types) =>
        types.Count != 1 || types[0] == NftDataType.Verdict ? 0
        : types[0] is NftDataType.Mark or NftDataType.InterfaceIndex or NftDataType.InterfaceName or NftDataType.NfProto ? HostOrder
        : NetworkOrder;

    /// <summary>A number's bytes in the machine's order.</summary>
    public static byte[] Host(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        MemoryMarshal.Write(bytes, value);
        return bytes;
    }
}
