namespace CniChain.Linux.Netfilter;

/// <summary>linux/netfilter/nfnetlink.h.</summary>
internal static class NfnlConstants
{
    public const int NFNL_SUBSYS_CTNETLINK = 1;
    public const int NFNL_SUBSYS_NFTABLES = 10;
    public const ushort NFNL_MSG_BATCH_BEGIN = 16;
    public const ushort NFNL_MSG_BATCH_END = 17;
    public const ushort NFNL_BATCH_GENID = 1;
}
