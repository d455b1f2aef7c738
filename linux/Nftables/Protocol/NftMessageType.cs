namespace CniChain.Linux.Nftables.Protocol;

/// <summary>Message types of the nf_tables subsystem (enum nf_tables_msg_types); on the wire with NFNL_SUBSYS_NFTABLES in the high byte.</summary>
internal enum NftMessageType : ushort
{
    /// <summary>NFT_MSG_NEWTABLE</summary>
    NewTable = 0,

    /// <summary>NFT_MSG_GETTABLE</summary>
    GetTable = 1,

    /// <summary>NFT_MSG_DELTABLE</summary>
    DelTable = 2,

    /// <summary>NFT_MSG_NEWCHAIN</summary>
    NewChain = 3,

    /// <summary>NFT_MSG_GETCHAIN</summary>
    GetChain = 4,

    /// <summary>NFT_MSG_DELCHAIN</summary>
    DelChain = 5,

    /// <summary>NFT_MSG_NEWRULE</summary>
    NewRule = 6,

    /// <summary>NFT_MSG_GETRULE</summary>
    GetRule = 7,

    /// <summary>NFT_MSG_DELRULE</summary>
    DelRule = 8,

    /// <summary>NFT_MSG_NEWSET</summary>
    NewSet = 9,

    /// <summary>NFT_MSG_GETSET</summary>
    GetSet = 10,

    /// <summary>NFT_MSG_DELSET</summary>
    DelSet = 11,

    /// <summary>NFT_MSG_NEWSETELEM</summary>
    NewSetElem = 12,

    /// <summary>NFT_MSG_GETSETELEM</summary>
    GetSetElem = 13,

    /// <summary>NFT_MSG_DELSETELEM</summary>
    DelSetElem = 14,

    /// <summary>NFT_MSG_NEWGEN</summary>
    NewGen = 15,

    /// <summary>NFT_MSG_GETGEN</summary>
    GetGen = 16,
}
