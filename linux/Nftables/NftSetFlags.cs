namespace CniChain.Linux.Nftables;

/// <summary>What a set can hold (enum nft_set_flags, linux/netfilter/nf_tables.h). Map and Concat are added by the library where the definition implies them.</summary>
[Flags]
public enum NftSetFlags : uint
{
    /// <summary>A plain set.</summary>
    None = 0,

    /// <summary>NFT_SET_CONSTANT: elements never change once the set is bound to a rule.</summary>
    Constant = 1 << 1,

    /// <summary>NFT_SET_INTERVAL: keys are ranges.</summary>
    Interval = 1 << 2,

    /// <summary>NFT_SET_MAP: each key has data.</summary>
    Map = 1 << 3,

    /// <summary>NFT_SET_TIMEOUT: elements may expire.</summary>
    Timeout = 1 << 4,

    /// <summary>NFT_SET_CONCAT: ranges over a concatenation of fields.</summary>
    Concat = 1 << 7,
}
