namespace CniChain.Linux.Conntrack.Protocol;

/// <summary>Message types of the conntrack subsystem (enum cntl_msg_types); on the wire with NFNL_SUBSYS_CTNETLINK in the high byte.</summary>
internal enum ConntrackMessageType : ushort
{
    /// <summary>IPCTNL_MSG_CT_NEW</summary>
    New = 0,

    /// <summary>IPCTNL_MSG_CT_GET</summary>
    Get = 1,

    /// <summary>IPCTNL_MSG_CT_DELETE</summary>
    Delete = 2,
}
