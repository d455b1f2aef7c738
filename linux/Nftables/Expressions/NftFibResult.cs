namespace CniChain.Linux.Nftables.Expressions;

/// <summary>What a fib lookup yields (enum nft_fib_result, linux/netfilter/nf_tables.h).</summary>
public enum NftFibResult : uint
{
    /// <summary>NFT_FIB_RESULT_OIF: interface index, 4 bytes, host order.</summary>
    OutputIndex = 1,

    /// <summary>NFT_FIB_RESULT_OIFNAME: 16 bytes.</summary>
    OutputName = 2,

    /// <summary>NFT_FIB_RESULT_ADDRTYPE: RTN_*, 4 bytes, host order.</summary>
    AddressType = 3,
}
