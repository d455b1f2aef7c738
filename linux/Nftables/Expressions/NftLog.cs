using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>Writes the packet to the kernel log, or to a reader of an nflog group.</summary>
/// <param name="Prefix">127 bytes at most.</param>
/// <param name="Group">The nflog group; null for the kernel log.</param>
public sealed record NftLog(string Prefix, ushort? Group = null) : NftExpression
{
    internal override string Name => "log";

    internal override void WriteData(NetlinkWriter writer)
    {
        if (Group is { } group)
        {
            writer.Be16(LogAttribute.Group, group);
        }

        writer.Text(LogAttribute.Prefix, Prefix);
    }
}
