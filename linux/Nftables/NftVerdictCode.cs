namespace CniChain.Linux.Nftables;

/// <summary>What becomes of a packet: NF_DROP and NF_ACCEPT (linux/netfilter.h) and enum nft_verdicts (linux/netfilter/nf_tables.h).</summary>
public enum NftVerdictCode : int
{
    /// <summary>NF_DROP.</summary>
    Drop = 0,

    /// <summary>NF_ACCEPT: on to the next base chain of the hook.</summary>
    Accept = 1,

    /// <summary>NFT_CONTINUE: on to the next rule.</summary>
    Continue = -1,

    /// <summary>NFT_JUMP: into a chain, coming back at its end.</summary>
    Jump = -3,

    /// <summary>NFT_GOTO: into a chain, not coming back.</summary>
    Goto = -4,

    /// <summary>NFT_RETURN: back to the calling chain; from a base chain, its policy.</summary>
    Return = -5,
}
