using System.Runtime.CompilerServices;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Netfilter;

/// <summary>Writing attributes named by an enum, in the byte order of netfilter: big-endian throughout.</summary>
internal static class NetfilterWriterExtensions
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

    private static ushort Number<T>(T type)
        where T : unmanaged, Enum =>
        Unsafe.BitCast<T, ushort>(type);
}
