namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Attributes of a rule (enum nft_rule_attributes), linux/netfilter/nf_tables.h.</summary>
internal enum RuleAttribute : ushort
{
    /// <summary>NFTA_RULE_TABLE</summary>
    Table = 1,

    /// <summary>NFTA_RULE_CHAIN</summary>
    Chain = 2,

    /// <summary>NFTA_RULE_HANDLE</summary>
    Handle = 3,

    /// <summary>NFTA_RULE_EXPRESSIONS</summary>
    Expressions = 4,

    /// <summary>NFTA_RULE_POSITION</summary>
    Position = 6,

    /// <summary>NFTA_RULE_USERDATA</summary>
    UserData = 7,
}
