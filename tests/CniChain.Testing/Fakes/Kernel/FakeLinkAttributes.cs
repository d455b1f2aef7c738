using CniChain.Linux;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;

namespace CniChain.Testing;

/// <summary>What an RTM_NEWLINK wants; null is not mentioned. An attribute that is not known is refused.</summary>
internal sealed class FakeLinkAttributes
{
    public string? Name { get; private set; }

    public MacAddress? Mac { get; private set; }

    public int? Mtu { get; private set; }

    public uint? Group { get; private set; }

    public uint? TxQueueLength { get; private set; }

    public string? Alias { get; private set; }

    public int? Master { get; private set; }

    public int? Parent { get; private set; }

    public FakeStack? Namespace { get; private set; }

    public string? Kind { get; private set; }

    public FakeLinkAttributes? Peer { get; private set; }

    public BridgeInfo? Bridge { get; private set; }

    /// <summary>What changes of a bridge port.</summary>
    public Func<BridgePort, BridgePort>? Port { get; private set; }

    public MacvlanMode MacvlanMode { get; private set; } = MacvlanMode.Vepa;

    public uint? BroadcastQueueLength { get; private set; }

    public bool? ArpNotify { get; private set; }

    public static FakeLinkAttributes Read(NetlinkAttributes attributes)
    {
        var read = new FakeLinkAttributes();
        foreach (var attribute in attributes)
        {
            switch (attribute.Type)
            {
                case Ifla.IFLA_IFNAME: read.Name = attribute.AsString(); break;
                case Ifla.IFLA_ADDRESS: read.Mac = new MacAddress(attribute.Value); break;
                case Ifla.IFLA_MTU: read.Mtu = attribute.AsInt32(); break;
                case Ifla.IFLA_GROUP: read.Group = attribute.AsUInt32(); break;
                case Ifla.IFLA_TXQLEN: read.TxQueueLength = attribute.AsUInt32(); break;
                case Ifla.IFLA_NUM_TX_QUEUES: CheckQueues(attribute.AsUInt32(), "transmit"); break;
                case Ifla.IFLA_NUM_RX_QUEUES: CheckQueues(attribute.AsUInt32(), "receive"); break;
                case Ifla.IFLA_IFALIAS: read.Alias = attribute.AsString(); break;
                case Ifla.IFLA_MASTER: read.Master = attribute.AsInt32(); break;
                case Ifla.IFLA_LINK: read.Parent = attribute.AsInt32(); break;
                case Ifla.IFLA_NET_NS_FD: read.Namespace = FakeStack.Of(attribute.AsInt32()); break;
                case Ifla.IFLA_LINKINFO: read.ReadInfo(attribute.Nested); break;
                case Ifla.IFLA_AF_SPEC: read.ReadSettings(attribute.Nested); break;
                default: throw Refused.NotPlayed($"attribute {attribute.Type} of RTM_NEWLINK");
            }
        }

        return read;
    }

    /// <summary>A link's queues are seen by nobody here; the kernel's bounds are (net/core/rtnetlink.c).</summary>
    private static void CheckQueues(uint count, string which)
    {
        if (count is < 1 or > 4096)
        {
            throw Refused.With(Refused.EINVAL, $"Invalid number of {which} queues");
        }
    }

    private void ReadInfo(NetlinkAttributes info)
    {
        if (info.TryGet(Ifla.IFLA_INFO_KIND, out var kind))
        {
            Kind = kind.AsString();
        }

        if (info.TryGet(Ifla.IFLA_INFO_DATA, out var data))
        {
            ReadData(data.Nested);
        }

        if (info.TryGet(Ifla.IFLA_INFO_SLAVE_DATA, out var port))
        {
            foreach (var attribute in port.Nested)
            {
                var change = PortChange(attribute.Type, attribute.AsByte() != 0);
                var before = Port;
                Port = before is null ? change : p => change(before(p));
            }
        }
    }

    private void ReadSettings(NetlinkAttributes families)
    {
        foreach (var family in families)
        {
            ArpNotify = family.Type == Af.AF_INET
                && family.Nested.TryGet(Ifla.IFLA_INET_CONF, out var values)
                && values.Nested.TryGet(IpDevConf.IPV4_DEVCONF_ARP_NOTIFY, out var announces)
                ? announces.AsInt32() != 0
                : throw Refused.NotPlayed("settings of a link other than arp_notify");
        }
    }

    private void ReadData(NetlinkAttributes data)
    {
        foreach (var attribute in data)
        {
            switch (Kind, attribute.Type)
            {
                case ("veth", Veth.VETH_INFO_PEER):
                    Peer = Read(new NetlinkAttributes(attribute.Value[IfInfoMsg.Size..]));
                    break;
                case ("bridge", IflaBridge.IFLA_BR_VLAN_FILTERING):
                    Bridge = (Bridge ?? DefaultBridge()) with { VlanFiltering = attribute.AsByte() != 0 };
                    break;
                case ("bridge", IflaBridge.IFLA_BR_MCAST_SNOOPING):
                    Bridge = (Bridge ?? DefaultBridge()) with { MulticastSnooping = attribute.AsByte() != 0 };
                    break;
                case ("bridge", IflaBridge.IFLA_BR_VLAN_DEFAULT_PVID):
                    Bridge = (Bridge ?? DefaultBridge()) with { DefaultPvid = attribute.AsUInt16() };
                    break;
                case ("macvlan", Ifla.IFLA_MACVLAN_MODE):
                    MacvlanMode = (MacvlanMode)attribute.AsUInt32();
                    break;
                case ("macvlan", Ifla.IFLA_MACVLAN_BC_QUEUE_LEN):
                    BroadcastQueueLength = attribute.AsUInt32();
                    break;
                default:
                    throw Refused.NotPlayed($"attribute {attribute.Type} of a {Kind}");
            }
        }
    }

    private static BridgeInfo DefaultBridge() => new() { DefaultPvid = 1, MulticastSnooping = true };

    private static Func<BridgePort, BridgePort> PortChange(ushort type, bool on) => type switch
    {
        IflaBridge.IFLA_BRPORT_MODE => p => p with { Hairpin = on },
        IflaBridge.IFLA_BRPORT_ISOLATED => p => p with { Isolated = on },
        IflaBridge.IFLA_BRPORT_LEARNING => p => p with { Learning = on },
        IflaBridge.IFLA_BRPORT_UNICAST_FLOOD => p => p with { UnicastFlood = on },
        IflaBridge.IFLA_BRPORT_GUARD => p => p with { BpduGuard = on },
        IflaBridge.IFLA_BRPORT_NEIGH_SUPPRESS => p => p with { NeighbourSuppression = on },
        _ => throw Refused.NotPlayed($"attribute {type} of a bridge port"),
    };
}
