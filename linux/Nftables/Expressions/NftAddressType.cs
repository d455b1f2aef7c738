namespace CniChain.Linux.Nftables.Expressions;

/// <summary>The kind of route an address has, as `fib daddr type` knows it (RTN_*, linux/rtnetlink.h).</summary>
public enum NftAddressType : uint
{
    /// <summary>RTN_UNICAST.</summary>
    Unicast = 1,

    /// <summary>RTN_LOCAL: an address of this machine, 127.0.0.0/8 included.</summary>
    Local = 2,

    /// <summary>RTN_BROADCAST.</summary>
    Broadcast = 3,

    /// <summary>RTN_ANYCAST.</summary>
    Anycast = 4,

    /// <summary>RTN_MULTICAST.</summary>
    Multicast = 5,
}
