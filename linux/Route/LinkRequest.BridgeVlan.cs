using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

public static partial class LinkRequest
{
    /// <summary>Makes a bridge port a member of VLANs. EOPNOTSUPP without CONFIG_BRIDGE_VLAN_FILTERING.</summary>
    /// <param name="index">The port; the bridge itself when <paramref name="self"/>.</param>
    /// <param name="vid">The VLAN id, 1 to 4094.</param>
    /// <param name="vidEnd">The last of a range; null for a single VLAN. A range cannot be the PVID.</param>
    /// <param name="flags">Tagged unless told otherwise.</param>
    /// <param name="self">Whether the membership is the bridge's own, for packets to and from this machine.</param>
    public static NetlinkRequest AddBridgeVlan(
        int index, ushort vid, ushort? vidEnd = null, BridgeVlanFlags flags = BridgeVlanFlags.None, bool self = false) =>
        BridgeVlans($"add vlan {Range(vid, vidEnd)} to port {index}", Rtm.RTM_SETLINK, index, vid, vidEnd, flags, self);

    /// <summary>Ends a bridge port's membership in VLANs. Without VLAN_FILTERING in the kernel: EOPNOTSUPP.</summary>
    /// <inheritdoc cref="AddBridgeVlan"/>
    public static NetlinkRequest DeleteBridgeVlan(
        int index, ushort vid, ushort? vidEnd = null, BridgeVlanFlags flags = BridgeVlanFlags.None, bool self = false) =>
        BridgeVlans($"delete vlan {Range(vid, vidEnd)} from port {index}", Rtm.RTM_DELLINK, index, vid, vidEnd, flags, self);

    private static NetlinkRequest BridgeVlans(
        string operation, ushort type, int index, ushort vid, ushort? vidEnd, BridgeVlanFlags flags, bool self)
    {
        ArgumentOutOfRangeException.ThrowIfZero(vid);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vid, (ushort)4094);
        var last = vidEnd ?? vid;
        ArgumentOutOfRangeException.ThrowIfLessThan(last, vid, nameof(vidEnd));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, (ushort)4094, nameof(vidEnd));

        using var writer = new NetlinkWriter();
        writer.WriteStruct(new IfInfoMsg { ifi_family = Af.AF_BRIDGE, ifi_index = CheckIndex(index) });
        using (writer.Nest(Ifla.IFLA_AF_SPEC))
        {
            if (self)
            {
                writer.PutUInt16(IflaBridge.IFLA_BRIDGE_FLAGS, IflaBridge.BRIDGE_FLAGS_SELF);
            }

            if (last == vid)
            {
                PutVlan(writer, vid, (ushort)flags);
            }
            else
            {
                PutVlan(writer, vid, (ushort)((ushort)flags | IflaBridge.BRIDGE_VLAN_INFO_RANGE_BEGIN));
                PutVlan(writer, last, (ushort)((ushort)flags | IflaBridge.BRIDGE_VLAN_INFO_RANGE_END));
            }
        }

        return writer.ToRequest(operation, type, NetlinkFlags.Ack);
    }

    private static void PutVlan(NetlinkWriter writer, ushort vid, ushort flags) =>
        writer.PutStruct(IflaBridge.IFLA_BRIDGE_VLAN_INFO, new BridgeVlanInfo { vid = vid, flags = flags });

    private static string Range(ushort vid, ushort? vidEnd) => vidEnd is { } last && last != vid ? $"{vid}-{last}" : $"{vid}";
}
