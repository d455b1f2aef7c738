using System.Globalization;
using CniChain.Linux.Conntrack.Protocol;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;
using CniChain.Linux.Route;

namespace CniChain.Linux;

/// <summary>The kernel's names of netlink message types.</summary>
internal static class MessageNames
{
    /// <summary>The name; the number in hexadecimal for a type this library has no request of.</summary>
    public static string Of(NetlinkProtocol protocol, ushort type) =>
        (protocol == NetlinkProtocol.Route ? OfRoute(type) : OfNetfilter(type)) ?? "0x" + type.ToString("x", CultureInfo.InvariantCulture);

    private static string? OfRoute(ushort type) => type switch
    {
        Rtm.RTM_NEWLINK => nameof(Rtm.RTM_NEWLINK),
        Rtm.RTM_DELLINK => nameof(Rtm.RTM_DELLINK),
        Rtm.RTM_GETLINK => nameof(Rtm.RTM_GETLINK),
        Rtm.RTM_SETLINK => nameof(Rtm.RTM_SETLINK),
        Rtm.RTM_NEWADDR => nameof(Rtm.RTM_NEWADDR),
        Rtm.RTM_DELADDR => nameof(Rtm.RTM_DELADDR),
        Rtm.RTM_GETADDR => nameof(Rtm.RTM_GETADDR),
        Rtm.RTM_NEWROUTE => nameof(Rtm.RTM_NEWROUTE),
        Rtm.RTM_DELROUTE => nameof(Rtm.RTM_DELROUTE),
        Rtm.RTM_GETROUTE => nameof(Rtm.RTM_GETROUTE),
        Rtm.RTM_NEWNEIGH => nameof(Rtm.RTM_NEWNEIGH),
        Rtm.RTM_DELNEIGH => nameof(Rtm.RTM_DELNEIGH),
        Rtm.RTM_GETNEIGH => nameof(Rtm.RTM_GETNEIGH),
        _ => null,
    };

    private static string? OfNetfilter(ushort type) => (type >> 8, (ushort)(type & 0xff)) switch
    {
        (0, NfnlConstants.NFNL_MSG_BATCH_BEGIN) => nameof(NfnlConstants.NFNL_MSG_BATCH_BEGIN),
        (0, NfnlConstants.NFNL_MSG_BATCH_END) => nameof(NfnlConstants.NFNL_MSG_BATCH_END),
        (NfnlConstants.NFNL_SUBSYS_NFTABLES, var message) => OfNftables((NftMessageType)message),
        (NfnlConstants.NFNL_SUBSYS_CTNETLINK, var message) => OfConntrack((ConntrackMessageType)message),
        _ => null,
    };

    private static string? OfNftables(NftMessageType type) => type switch
    {
        NftMessageType.NewTable => "NFT_MSG_NEWTABLE",
        NftMessageType.GetTable => "NFT_MSG_GETTABLE",
        NftMessageType.DelTable => "NFT_MSG_DELTABLE",
        NftMessageType.NewChain => "NFT_MSG_NEWCHAIN",
        NftMessageType.GetChain => "NFT_MSG_GETCHAIN",
        NftMessageType.DelChain => "NFT_MSG_DELCHAIN",
        NftMessageType.NewRule => "NFT_MSG_NEWRULE",
        NftMessageType.GetRule => "NFT_MSG_GETRULE",
        NftMessageType.DelRule => "NFT_MSG_DELRULE",
        NftMessageType.NewSet => "NFT_MSG_NEWSET",
        NftMessageType.GetSet => "NFT_MSG_GETSET",
        NftMessageType.DelSet => "NFT_MSG_DELSET",
        NftMessageType.NewSetElem => "NFT_MSG_NEWSETELEM",
        NftMessageType.GetSetElem => "NFT_MSG_GETSETELEM",
        NftMessageType.DelSetElem => "NFT_MSG_DELSETELEM",
        NftMessageType.NewGen => "NFT_MSG_NEWGEN",
        NftMessageType.GetGen => "NFT_MSG_GETGEN",
        _ => null,
    };

    private static string? OfConntrack(ConntrackMessageType type) => type switch
    {
        ConntrackMessageType.New => "IPCTNL_MSG_CT_NEW",
        ConntrackMessageType.Get => "IPCTNL_MSG_CT_GET",
        ConntrackMessageType.Delete => "IPCTNL_MSG_CT_DELETE",
        _ => null,
    };
}
