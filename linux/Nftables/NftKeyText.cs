using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace CniChain.Linux.Nftables;

/// <summary>Keys as the nft tool writes them.</summary>
internal static class NftKeyText
{
    /// <summary>Formats a key by the kinds of its fields; hexadecimal where they are not known.</summary>
    public static string Format(ReadOnlySpan<byte> key, ulong kinds)
    {
        if (kinds == 0)
        {
            return Convert.ToHexStringLower(key);
        }

        var text = new StringBuilder();
        for (; kinds != 0; kinds >>= 4)
        {
            var kind = (NftFieldKind)(kinds & 0xf);
            var length = Length(kind);
            text.Append(text.Length > 0 ? " . " : "").Append(Field(kind, key[..length]));
            key = key[Math.Min(NftFields.Padded(length), key.Length)..];
        }

        return text.ToString();
    }

    private static string Field(NftFieldKind kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        NftFieldKind.Ipv4 or NftFieldKind.Ipv6 => new IPAddress(bytes).ToString(),
        NftFieldKind.Protocol => Protocol(bytes[0]),
        NftFieldKind.Port => BinaryPrimitives.ReadUInt16BigEndian(bytes).ToString(CultureInfo.InvariantCulture),
        NftFieldKind.InterfaceName => $"\"{Encoding.UTF8.GetString(bytes.TrimEnd((byte)0))}\"",
        NftFieldKind.EtherAddress => new MacAddress(bytes).ToString(),
        _ => MemoryMarshal.Read<uint>(bytes).ToString(CultureInfo.InvariantCulture),
    };

    private static string Protocol(byte number) => number switch
    {
        6 => "tcp",
        17 => "udp",
        132 => "sctp",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    private static int Length(NftFieldKind kind) => kind switch
    {
        NftFieldKind.Protocol => 1,
        NftFieldKind.Port => 2,
        NftFieldKind.EtherAddress => MacAddress.Length,
        NftFieldKind.Ipv6 or NftFieldKind.InterfaceName => 16,
        _ => 4,
    };
}
