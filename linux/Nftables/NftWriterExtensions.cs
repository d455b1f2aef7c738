using System.Runtime.CompilerServices;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Expressions;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables;

/// <summary>Writing attributes named by an enum, in the byte order of netfilter: big-endian throughout.</summary>
internal static class NftWriterExtensions
{
    public static void Be16<T>(this NetlinkWriter writer, T type, ushort value)
        where T : unmanaged, Enum =>
        writer.PutUInt16BigEndian(Number(type), value);

    public static void Be32<T>(this NetlinkWriter writer, T type, uint value)
        where T : unmanaged, Enum =>
        writer.PutUInt32BigEndian(Number(type), value);

    public static void Be64<T>(this NetlinkWriter writer, T type, ulong value)
        where T : unmanaged, Enum =>
        writer.PutUInt64BigEndian(Number(type), value);

    public static void U8<T>(this NetlinkWriter writer, T type, byte value)
        where T : unmanaged, Enum =>
        writer.PutByte(Number(type), value);

    public static void Text<T>(this NetlinkWriter writer, T type, string value)
        where T : unmanaged, Enum =>
        writer.PutString(Number(type), value);

    public static void Bytes<T>(this NetlinkWriter writer, T type, ReadOnlySpan<byte> value)
        where T : unmanaged, Enum =>
        writer.Put(Number(type), value);

    public static NetlinkNest Nest<T>(this NetlinkWriter writer, T type)
        where T : unmanaged, Enum =>
        writer.Nest(Number(type));

    /// <summary>A register, where there is one.</summary>
    public static void Register<T>(this NetlinkWriter writer, T type, NftRegister? register)
        where T : unmanaged, Enum
    {
        if (register is { } present)
        {
            writer.Be32(type, present.Number);
        }
    }

    /// <summary>NFTA_DATA_VALUE inside an attribute.</summary>
    public static void Value<T>(this NetlinkWriter writer, T type, ReadOnlySpan<byte> value)
        where T : unmanaged, Enum
    {
        using (writer.Nest(type))
        {
            writer.Bytes(DataAttribute.Value, value);
        }
    }

    /// <summary>NFTA_DATA_VERDICT inside an attribute.</summary>
    public static void Verdict<T>(this NetlinkWriter writer, T type, NftVerdict verdict)
        where T : unmanaged, Enum
    {
        using (writer.Nest(type))
        using (writer.Nest(DataAttribute.Verdict))
        {
            writer.Be32(VerdictAttribute.Code, (uint)verdict.Code);
            if (verdict.Chain is { } chain)
            {
                writer.Text(VerdictAttribute.Chain, chain);
            }
        }
    }

    private static ushort Number<T>(T type)
        where T : unmanaged, Enum =>
        Unsafe.BitCast<T, ushort>(type);
}
