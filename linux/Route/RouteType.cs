namespace CniChain.Linux.Route;

/// <summary>What happens to a packet a route matches (rtm_type, linux/rtnetlink.h).</summary>
public enum RouteType : byte
{
    /// <summary>RTN_UNSPEC: in a delete request, any.</summary>
    Unspecified = 0,

    /// <summary>RTN_UNICAST: goes to the gateway or over the link.</summary>
    Unicast = 1,

    /// <summary>RTN_LOCAL: is taken in.</summary>
    Local = 2,

    /// <summary>RTN_BROADCAST.</summary>
    Broadcast = 3,

    /// <summary>RTN_ANYCAST.</summary>
    Anycast = 4,

    /// <summary>RTN_MULTICAST.</summary>
    Multicast = 5,

    /// <summary>RTN_BLACKHOLE: is dropped.</summary>
    Blackhole = 6,

    /// <summary>RTN_UNREACHABLE: is answered with host unreachable.</summary>
    Unreachable = 7,

    /// <summary>RTN_PROHIBIT: is answered with prohibited.</summary>
    Prohibit = 8,

    /// <summary>RTN_THROW: goes on to the next rule's table.</summary>
    Throw = 9,
}
