using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>Reads RTM_NEWLINK.</summary>
internal static class LinkParser
{
    public static Link Parse(NetlinkMessage message)
    {
        var header = message.Header<IfInfoMsg>();
        string? name = null, alias = null;
        MacAddress? mac = null;
        int mtu = 0;
        int? master = null, peer = null, peerNamespace = null;
        uint group = 0, promiscuity = 0, queue = 0;
        var operState = OperState.Unknown;
        var info = default(LinkInfo);
        var settings = default(LinkSettings);
        foreach (var attribute in message.Attributes(IfInfoMsg.Size))
        {
            switch (attribute.Type)
            {
                case Ifla.IFLA_IFNAME: name = attribute.AsString(); break;
                case Ifla.IFLA_IFALIAS: alias = attribute.AsString(); break;
                case Ifla.IFLA_ADDRESS when attribute.Value.Length == MacAddress.Length: mac = new MacAddress(attribute.Value); break;
                case Ifla.IFLA_MTU: mtu = attribute.AsInt32(); break;
                case Ifla.IFLA_MASTER: master = attribute.AsInt32(); break;
                case Ifla.IFLA_LINK: peer = attribute.AsInt32(); break;
                case Ifla.IFLA_LINK_NETNSID: peerNamespace = attribute.AsInt32(); break;
                case Ifla.IFLA_GROUP: group = attribute.AsUInt32(); break;
                case Ifla.IFLA_PROMISCUITY: promiscuity = attribute.AsUInt32(); break;
                case Ifla.IFLA_TXQLEN: queue = attribute.AsUInt32(); break;
                case Ifla.IFLA_OPERSTATE: operState = (OperState)attribute.AsByte(); break;
                case Ifla.IFLA_LINKINFO: info = LinkInfo.Parse(attribute.Nested); break;
                case Ifla.IFLA_AF_SPEC when header.ifi_family == Af.AF_UNSPEC: settings = LinkSettings.Parse(attribute.Nested); break;
            }
        }

        return new Link
        {
            Index = header.ifi_index,
            Name = name ?? "",
            Kind = info.Kind,
            Mac = mac,
            Mtu = mtu,
            Flags = (LinkFlags)header.ifi_flags,
            OperState = operState,
            MasterIndex = master is 0 ? null : master,
            PeerIndex = peer is 0 ? null : peer,
            PeerNamespaceId = peerNamespace,
            Alias = alias,
            Group = group,
            Promiscuity = promiscuity,
            TxQueueLength = queue,
            Bridge = info.Bridge,
            Port = info.Port,
            Macvlan = info.Macvlan,
            VlanId = info.VlanId,
            RouteLocalnet = settings.RouteLocalnet,
            AcceptRouterAdvertisements = settings.AcceptRouterAdvertisements,
        };
    }
}
