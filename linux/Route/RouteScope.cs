namespace CniChain.Linux.Route;

/// <summary>How far away a destination is (rtm_scope, linux/rtnetlink.h). IPv6 has no such thing.</summary>
public enum RouteScope : byte
{
    /// <summary>RT_SCOPE_UNIVERSE: behind a gateway.</summary>
    Universe = 0,

    /// <summary>RT_SCOPE_SITE.</summary>
    Site = 200,

    /// <summary>RT_SCOPE_LINK: on the link.</summary>
    Link = 253,

    /// <summary>RT_SCOPE_HOST: on this machine.</summary>
    Host = 254,

    /// <summary>RT_SCOPE_NOWHERE: in a delete request, any.</summary>
    Nowhere = 255,
}
