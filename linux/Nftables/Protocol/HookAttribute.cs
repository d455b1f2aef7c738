namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of a base chain's hook (enum nft_hook_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum HookAttribute : ushort
{
    /// <summary>NFTA_HOOK_HOOKNUM</summary>
    Number = 1,

    /// <summary>NFTA_HOOK_PRIORITY</summary>
    Priority = 2,

    /// <summary>NFTA_HOOK_DEV</summary>
    Device = 3,
}
