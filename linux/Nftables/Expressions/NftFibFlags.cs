namespace CniChain.Linux.Nftables.Expressions;

/// <summary>What a fib lookup goes by (enum nft_fib_flags, linux/netfilter/nf_tables.h).</summary>
[Flags]
public enum NftFibFlags : uint
{
    /// <summary>NFTA_FIB_F_SADDR.</summary>
    SourceAddress = 1 << 0,

    /// <summary>NFTA_FIB_F_DADDR.</summary>
    DestinationAddress = 1 << 1,

    /// <summary>NFTA_FIB_F_MARK.</summary>
    Mark = 1 << 2,

    /// <summary>NFTA_FIB_F_IIF.</summary>
    InputInterface = 1 << 3,

    /// <summary>NFTA_FIB_F_OIF.</summary>
    OutputInterface = 1 << 4,

    /// <summary>NFTA_FIB_F_PRESENT: yield 1 or 0, route or none.</summary>
    Present = 1 << 5,
}
