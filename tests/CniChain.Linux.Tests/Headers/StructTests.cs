using System.Globalization;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;

namespace CniChain.Linux.Tests.Headers;

/// <summary>Compares what this library states itself, because Tmds.LibC lacks it, with the C headers.</summary>
public sealed class StructTests
{
    [Fact]
    public void NetlinkConstants_AsInHeaders() => Constants.AssertAsInHeaders(Constants.Of(typeof(NetlinkConstants)));

    [Fact]
    public void RtnetlinkConstants_AsInHeaders() =>
        Constants.AssertAsInHeaders(Constants.Of(
            typeof(Rtm), typeof(Ifla), typeof(IflaBridge), typeof(Veth), typeof(Ifa), typeof(Rta), typeof(RtTable), typeof(Nda), typeof(Netnsa), typeof(RtnlFilter), typeof(Af)));

    [Fact]
    public void SettingsConstants_AsInHeaders() =>
        Constants.AssertAsInHeaders(Constants.Of(typeof(IpDevConf)), "linux/ip.h", "linux/ipv6.h", "linux/netconf.h");

    [Fact]
    public void SystemConstants_AsInHeaders() =>
        Constants.AssertAsInHeaders(Constants.Of(typeof(Interop), typeof(NetworkNamespace)));

    [Fact]
    public void Structures_AsInHeaders() =>
        Constants.AssertAsInHeaders(
        [
            .. Constants.Layout<NlMsgHdr>("nlmsghdr"),
            .. Constants.Layout<SockAddrNl>("sockaddr_nl"),
            .. Constants.Layout<IfInfoMsg>("ifinfomsg"),
            .. Constants.Layout<IfAddrMsg>("ifaddrmsg"),
            .. Constants.Layout<RtMsg>("rtmsg"),
            .. Constants.Layout<RtNextHop>("rtnexthop"),
            .. Constants.Layout<NdMsg>("ndmsg"),
            .. Constants.Layout<RtGenMsg>("rtgenmsg"),
            .. Constants.Layout<BridgeVlanInfo>("bridge_vlan_info"),
        ]);

    [Fact]
    public void ErrnoNames_AsInHeaders() =>
        Constants.AssertAsInHeaders(
            Enumerable.Range(1, 133)
                .Select(errno => (Name: ErrnoNames.Get(errno), Value: (long)errno))
                .Where(e => !e.Name.StartsWith("errno ", StringComparison.Ordinal)));

    [Fact]
    public void ErrnoNames_Unknown_SaysTheNumber() => Assert.Equal("errno 4000", ErrnoNames.Get(4000));

    [Fact]
    public void NetlinkFlags_AsInHeaders() =>
        Constants.AssertAsInHeaders(
        [
            .. Values(
                (NetlinkFlags.Request, "NLM_F_REQUEST"), (NetlinkFlags.Multi, "NLM_F_MULTI"), (NetlinkFlags.Ack, "NLM_F_ACK"),
                (NetlinkFlags.Echo, "NLM_F_ECHO"), (NetlinkFlags.DumpInterrupted, "NLM_F_DUMP_INTR"),
                (NetlinkFlags.DumpFiltered, "NLM_F_DUMP_FILTERED"), (NetlinkFlags.Root, "NLM_F_ROOT"), (NetlinkFlags.Match, "NLM_F_MATCH"),
                (NetlinkFlags.Dump, "NLM_F_DUMP"), (NetlinkFlags.Replace, "NLM_F_REPLACE"), (NetlinkFlags.Exclusive, "NLM_F_EXCL"),
                (NetlinkFlags.Create, "NLM_F_CREATE"), (NetlinkFlags.Append, "NLM_F_APPEND"), (NetlinkFlags.NonRecursive, "NLM_F_NONREC"),
                (NetlinkFlags.Capped, "NLM_F_CAPPED"), (NetlinkFlags.AckAttributes, "NLM_F_ACK_TLVS")),
            .. Constants.Of((NetlinkProtocol.Route, "NETLINK_ROUTE"), (NetlinkProtocol.Netfilter, "NETLINK_NETFILTER")),
        ]);

    [Fact]
    public void LinkEnumerations_AsInHeaders() =>
        Constants.AssertAsInHeaders(
        [
            .. Constants.Of(
                (LinkFlags.Up, "IFF_UP"), (LinkFlags.Broadcast, "IFF_BROADCAST"), (LinkFlags.Loopback, "IFF_LOOPBACK"),
                (LinkFlags.PointToPoint, "IFF_POINTOPOINT"), (LinkFlags.Running, "IFF_RUNNING"), (LinkFlags.NoArp, "IFF_NOARP"),
                (LinkFlags.Promiscuous, "IFF_PROMISC"), (LinkFlags.AllMulticast, "IFF_ALLMULTI"), (LinkFlags.Multicast, "IFF_MULTICAST"),
                (LinkFlags.LowerUp, "IFF_LOWER_UP")),
            .. Constants.Of(
                (OperState.Unknown, "IF_OPER_UNKNOWN"), (OperState.NotPresent, "IF_OPER_NOTPRESENT"), (OperState.Down, "IF_OPER_DOWN"),
                (OperState.LowerLayerDown, "IF_OPER_LOWERLAYERDOWN"), (OperState.Testing, "IF_OPER_TESTING"),
                (OperState.Dormant, "IF_OPER_DORMANT"), (OperState.Up, "IF_OPER_UP")),
            .. Constants.Of(
                (MacvlanMode.Private, "MACVLAN_MODE_PRIVATE"), (MacvlanMode.Vepa, "MACVLAN_MODE_VEPA"),
                (MacvlanMode.Bridge, "MACVLAN_MODE_BRIDGE"), (MacvlanMode.Passthru, "MACVLAN_MODE_PASSTHRU")),
            .. Constants.Of(
                (BridgePortState.Disabled, "BR_STATE_DISABLED"), (BridgePortState.Listening, "BR_STATE_LISTENING"),
                (BridgePortState.Learning, "BR_STATE_LEARNING"), (BridgePortState.Forwarding, "BR_STATE_FORWARDING"),
                (BridgePortState.Blocking, "BR_STATE_BLOCKING")),
            .. Constants.Of((BridgeVlanFlags.Pvid, "BRIDGE_VLAN_INFO_PVID"), (BridgeVlanFlags.Untagged, "BRIDGE_VLAN_INFO_UNTAGGED")),
        ]);

    [Fact]
    public void AddressAndRouteEnumerations_AsInHeaders() =>
        Constants.AssertAsInHeaders(
        [
            .. Constants.Of(
                (AddressFlags.Secondary, "IFA_F_SECONDARY"), (AddressFlags.NoDad, "IFA_F_NODAD"), (AddressFlags.Optimistic, "IFA_F_OPTIMISTIC"),
                (AddressFlags.DadFailed, "IFA_F_DADFAILED"), (AddressFlags.Deprecated, "IFA_F_DEPRECATED"),
                (AddressFlags.Tentative, "IFA_F_TENTATIVE"), (AddressFlags.Permanent, "IFA_F_PERMANENT"),
                (AddressFlags.NoPrefixRoute, "IFA_F_NOPREFIXROUTE")),
            .. Constants.Of(
                (RouteScope.Universe, "RT_SCOPE_UNIVERSE"), (RouteScope.Site, "RT_SCOPE_SITE"), (RouteScope.Link, "RT_SCOPE_LINK"),
                (RouteScope.Host, "RT_SCOPE_HOST"), (RouteScope.Nowhere, "RT_SCOPE_NOWHERE")),
            .. Constants.Of(
                (RouteType.Unspecified, "RTN_UNSPEC"), (RouteType.Unicast, "RTN_UNICAST"), (RouteType.Local, "RTN_LOCAL"),
                (RouteType.Broadcast, "RTN_BROADCAST"), (RouteType.Anycast, "RTN_ANYCAST"), (RouteType.Multicast, "RTN_MULTICAST"),
                (RouteType.Blackhole, "RTN_BLACKHOLE"), (RouteType.Unreachable, "RTN_UNREACHABLE"), (RouteType.Prohibit, "RTN_PROHIBIT"),
                (RouteType.Throw, "RTN_THROW")),
            .. Constants.Of(
                (RouteProtocol.Unspecified, "RTPROT_UNSPEC"), (RouteProtocol.Redirect, "RTPROT_REDIRECT"), (RouteProtocol.Kernel, "RTPROT_KERNEL"),
                (RouteProtocol.Boot, "RTPROT_BOOT"), (RouteProtocol.Static, "RTPROT_STATIC"),
                (RouteProtocol.RouterAdvertisement, "RTPROT_RA"), (RouteProtocol.Dhcp, "RTPROT_DHCP")),
            .. Constants.Of(
                (NeighbourState.Incomplete, "NUD_INCOMPLETE"), (NeighbourState.Reachable, "NUD_REACHABLE"), (NeighbourState.Stale, "NUD_STALE"),
                (NeighbourState.Delay, "NUD_DELAY"), (NeighbourState.Probe, "NUD_PROBE"), (NeighbourState.Failed, "NUD_FAILED"),
                (NeighbourState.NoArp, "NUD_NOARP"), (NeighbourState.Permanent, "NUD_PERMANENT")),
        ]);

    // Several members share a value there, each with a meaning of its own.
    private static IEnumerable<(string Name, long Value)> Values(params (NetlinkFlags Member, string CName)[] names) =>
        names.Select(n => (n.CName, Convert.ToInt64(n.Member, CultureInfo.InvariantCulture)));
}
