namespace CniChain.Linux.Route;

/// <summary>What an address is (IFA_F_*, linux/if_addr.h).</summary>
[Flags]
public enum AddressFlags : uint
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>IFA_F_SECONDARY (IPv4), IFA_F_TEMPORARY (IPv6).</summary>
    Secondary = 0x1,

    /// <summary>IFA_F_NODAD: usable at once, without duplicate address detection (IPv6).</summary>
    NoDad = 0x2,

    /// <summary>IFA_F_OPTIMISTIC (RFC 4429).</summary>
    Optimistic = 0x4,

    /// <summary>IFA_F_DADFAILED: somebody else has it; it is not used.</summary>
    DadFailed = 0x8,

    /// <summary>IFA_F_DEPRECATED.</summary>
    Deprecated = 0x20,

    /// <summary>IFA_F_TENTATIVE: duplicate address detection is under way; not usable yet.</summary>
    Tentative = 0x40,

    /// <summary>IFA_F_PERMANENT: without lifetime.</summary>
    Permanent = 0x80,

    /// <summary>IFA_F_NOPREFIXROUTE: do not add a route to its subnet.</summary>
    NoPrefixRoute = 0x200,
}
