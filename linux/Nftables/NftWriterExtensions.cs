using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Expressions;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables;

/// <summary>Writing what several kinds of nf_tables messages share.</summary>
internal static class NftWriterExtensions
{
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
}
