namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the counter expression (enum nft_counter_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum CounterAttribute : ushort
{
    /// <summary>NFTA_COUNTER_BYTES</summary>
    Bytes = 1,

    /// <summary>NFTA_COUNTER_PACKETS</summary>
    Packets = 2,
}
