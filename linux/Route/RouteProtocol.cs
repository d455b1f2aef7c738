namespace CniChain.Linux.Route;

/// <summary>Who made a route (rtm_protocol, linux/rtnetlink.h). Other values are other daemons'.</summary>
public enum RouteProtocol : byte
{
    /// <summary>RTPROT_UNSPEC: in a delete request, any.</summary>
    Unspecified = 0,

    /// <summary>RTPROT_REDIRECT: an ICMP redirect.</summary>
    Redirect = 1,

    /// <summary>RTPROT_KERNEL: the kernel, for an address.</summary>
    Kernel = 2,

    /// <summary>RTPROT_BOOT: what <c>ip route add</c> says when not told otherwise.</summary>
    Boot = 3,

    /// <summary>RTPROT_STATIC: an administrator.</summary>
    Static = 4,

    /// <summary>RTPROT_RA.</summary>
    RouterAdvertisement = 9,

    /// <summary>RTPROT_DHCP.</summary>
    Dhcp = 16,
}
