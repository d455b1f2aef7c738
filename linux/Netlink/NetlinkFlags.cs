namespace CniChain.Linux.Netlink;

/// <summary>nlmsg_flags (linux/netlink.h). Bits 0x100 and up mean one thing in a get request and another in a new one.</summary>
[Flags]
public enum NetlinkFlags : ushort
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>NLM_F_REQUEST: set on every message to the kernel.</summary>
    Request = 0x1,

    /// <summary>NLM_F_MULTI: part of an answer of many messages, ended by NLMSG_DONE.</summary>
    Multi = 0x2,

    /// <summary>NLM_F_ACK: answer success too, not only failure.</summary>
    Ack = 0x4,

    /// <summary>NLM_F_ECHO: send the resulting notification back to the sender.</summary>
    Echo = 0x8,

    /// <summary>NLM_F_DUMP_INTR: what is dumped changed meanwhile; the answer may be inconsistent.</summary>
    DumpInterrupted = 0x10,

    /// <summary>NLM_F_DUMP_FILTERED: the dump was filtered as asked.</summary>
    DumpFiltered = 0x20,

    /// <summary>NLM_F_ROOT, in a get request.</summary>
    Root = 0x100,

    /// <summary>NLM_F_MATCH, in a get request.</summary>
    Match = 0x200,

    /// <summary>NLM_F_DUMP: NLM_F_ROOT and NLM_F_MATCH, return everything.</summary>
    Dump = Root | Match,

    /// <summary>NLM_F_REPLACE, in a new request: override what exists.</summary>
    Replace = 0x100,

    /// <summary>NLM_F_EXCL, in a new request: EEXIST when it exists.</summary>
    Exclusive = 0x200,

    /// <summary>NLM_F_CREATE, in a new request: create when it does not exist.</summary>
    Create = 0x400,

    /// <summary>NLM_F_APPEND, in a new request: add at the end.</summary>
    Append = 0x800,

    /// <summary>NLM_F_NONREC, in a delete request: not what hangs below it.</summary>
    NonRecursive = 0x100,

    /// <summary>NLM_F_CAPPED, in an answer: the request is not echoed behind its header.</summary>
    Capped = 0x100,

    /// <summary>NLM_F_ACK_TLVS, in an answer: extended-ack attributes follow.</summary>
    AckAttributes = 0x200,
}
