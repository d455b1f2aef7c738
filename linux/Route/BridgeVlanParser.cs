using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>Reads the VLANs of an AF_BRIDGE RTM_NEWLINK, ranges as their two ends.</summary>
internal static class BridgeVlanParser
{
    public static List<BridgeVlan> Parse(NetlinkMessage message)
    {
        var vlans = new List<BridgeVlan>();
        if (!message.Attributes(IfInfoMsg.Size).TryGet(Ifla.IFLA_AF_SPEC, out var spec))
        {
            return vlans;
        }

        ushort begin = 0;
        foreach (var attribute in spec.Nested)
        {
            if (attribute.Type != IflaBridge.IFLA_BRIDGE_VLAN_INFO)
            {
                continue;
            }

            var info = attribute.AsStruct<BridgeVlanInfo>();
            var flags = (BridgeVlanFlags)info.flags & (BridgeVlanFlags.Pvid | BridgeVlanFlags.Untagged);
            if ((info.flags & IflaBridge.BRIDGE_VLAN_INFO_RANGE_BEGIN) != 0)
            {
                begin = info.vid;
                continue;
            }

            var first = (info.flags & IflaBridge.BRIDGE_VLAN_INFO_RANGE_END) != 0 ? begin : info.vid;
            vlans.Add(new BridgeVlan(first, info.vid, flags));
        }

        return vlans;
    }
}
