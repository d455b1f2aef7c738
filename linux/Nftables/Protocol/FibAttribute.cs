namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of the fib expression (enum nft_fib_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum FibAttribute : ushort
{
    /// <summary>NFTA_FIB_DREG</summary>
    DestinationRegister = 1,

    /// <summary>NFTA_FIB_RESULT</summary>
    Result = 2,

    /// <summary>NFTA_FIB_FLAGS</summary>
    Flags = 3,
}
