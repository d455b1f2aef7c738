using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>IFLA_LINKINFO: what only links of a kind, or ports of a kind of master, have.</summary>
internal readonly struct LinkInfo
{
    public string? Kind { get; private init; }

    public BridgeInfo? Bridge { get; private init; }

    public BridgePort? Port { get; private init; }

    public MacvlanInfo? Macvlan { get; private init; }

    public ushort? VlanId { get; private init; }

    public static LinkInfo Parse(NetlinkAttributes attributes)
    {
        var kind = attributes.TryGet(Ifla.IFLA_INFO_KIND, out var k) ? k.AsString() : null;
        var slaveKind = attributes.TryGet(Ifla.IFLA_INFO_SLAVE_KIND, out var s) ? s.AsString() : null;
        var data = attributes.TryGet(Ifla.IFLA_INFO_DATA, out var d) ? d.Nested : default;
        var slaveData = attributes.TryGet(Ifla.IFLA_INFO_SLAVE_DATA, out var sd) ? sd.Nested : default;
        return new LinkInfo
        {
            Kind = kind,
            Bridge = kind == "bridge" ? ParseBridge(data) : null,
            Port = slaveKind == "bridge" ? ParsePort(slaveData) : null,
            Macvlan = kind == "macvlan" ? ParseMacvlan(data) : null,
            VlanId = kind == "vlan" && data.TryGet(Ifla.IFLA_VLAN_ID, out var id) ? id.AsUInt16() : null,
        };
    }

    private static BridgeInfo ParseBridge(NetlinkAttributes data)
    {
        bool filtering = false, spanningTree = false, snooping = false;
        ushort pvid = 0;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case IflaBridge.IFLA_BR_VLAN_FILTERING: filtering = attribute.AsByte() != 0; break;
                case IflaBridge.IFLA_BR_VLAN_DEFAULT_PVID: pvid = attribute.AsUInt16(); break;
                case IflaBridge.IFLA_BR_STP_STATE: spanningTree = attribute.AsUInt32() != 0; break;
                case IflaBridge.IFLA_BR_MCAST_SNOOPING: snooping = attribute.AsByte() != 0; break;
            }
        }

        return new BridgeInfo
        {
            VlanFiltering = filtering,
            DefaultPvid = pvid,
            SpanningTree = spanningTree,
            MulticastSnooping = snooping,
        };
    }

    private static BridgePort ParsePort(NetlinkAttributes data)
    {
        var state = BridgePortState.Disabled;
        bool hairpin = false, isolated = false, learning = false, flood = false, guard = false, suppress = false;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case IflaBridge.IFLA_BRPORT_STATE: state = (BridgePortState)attribute.AsByte(); break;
                case IflaBridge.IFLA_BRPORT_MODE: hairpin = attribute.AsByte() != 0; break;
                case IflaBridge.IFLA_BRPORT_ISOLATED: isolated = attribute.AsByte() != 0; break;
                case IflaBridge.IFLA_BRPORT_LEARNING: learning = attribute.AsByte() != 0; break;
                case IflaBridge.IFLA_BRPORT_UNICAST_FLOOD: flood = attribute.AsByte() != 0; break;
                case IflaBridge.IFLA_BRPORT_GUARD: guard = attribute.AsByte() != 0; break;
                case IflaBridge.IFLA_BRPORT_NEIGH_SUPPRESS: suppress = attribute.AsByte() != 0; break;
            }
        }

        return new BridgePort
        {
            State = state,
            Hairpin = hairpin,
            Isolated = isolated,
            Learning = learning,
            UnicastFlood = flood,
            BpduGuard = guard,
            NeighbourSuppression = suppress,
        };
    }

    private static MacvlanInfo ParseMacvlan(NetlinkAttributes data)
    {
        var mode = MacvlanMode.Vepa;
        uint? queue = null;
        foreach (var attribute in data)
        {
            switch (attribute.Type)
            {
                case Ifla.IFLA_MACVLAN_MODE: mode = (MacvlanMode)attribute.AsUInt32(); break;
                case Ifla.IFLA_MACVLAN_BC_QUEUE_LEN: queue = attribute.AsUInt32(); break;
            }
        }

        return new MacvlanInfo { Mode = mode, BroadcastQueueLength = queue };
    }
}
