using CniChain.Linux;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;

namespace CniChain.Testing;

/// <summary>A link of a fake kernel.</summary>
internal sealed class FakeLink(FakeStack stack, string name, string? kind)
{
    public FakeStack Stack { get; set; } = stack;

    public string Name { get; set; } = name;

    public string? Kind { get; } = kind;

    public int Index { get; set; }

    public MacAddress Mac { get; set; } = MacAddress.Random();

    /// <summary>Whether somebody chose the MAC; a bridge takes the lowest of its ports until then.</summary>
    public bool IsMacSet { get; set; }

    public int Mtu { get; set; } = 1500;

    /// <summary>Whether somebody changed the MTU; to create with one does not count.</summary>
    public bool IsMtuSet { get; set; }

    public uint Group { get; set; }

    public uint TxQueueLength { get; set; } = 1000;

    public string? Alias { get; set; }

    /// <summary>What its driver gives it.</summary>
    public LinkFlags Fixed { get; init; } = LinkFlags.Broadcast | LinkFlags.Multicast;

    /// <summary>What an administrator gives it: up, promiscuous, all multicast.</summary>
    public LinkFlags Set { get; set; }

    public bool IsUp => (Set & LinkFlags.Up) != 0;

    public FakeLink? Master { get; set; }

    /// <summary>A veth's other end, a macvlan's parent.</summary>
    public FakeLink? Other { get; set; }

    public BridgeInfo? Bridge { get; set; }

    public BridgePort? Port { get; set; }

    public MacvlanMode MacvlanMode { get; set; } = MacvlanMode.Vepa;

    public uint? BroadcastQueueLength { get; set; }

    /// <summary>Whether what it stands on is up: a veth's peer, a macvlan's parent, any port of a bridge.</summary>
    private bool HasCarrier => Kind switch
    {
        "veth" => IsUp && Other is { IsUp: true },
        "macvlan" => Other is { } parent && parent.IsUp && parent.HasCarrier,
        "bridge" => Stack.Links.Exists(port => port.Master == this && port.IsUp && port.HasCarrier),
        _ => true,
    };

    private OperState OperState =>
        !IsUp ? OperState.Down
        : Kind is null or "dummy" ? OperState.Unknown
        : HasCarrier ? OperState.Up
        : Kind is "bridge" ? OperState.Down : OperState.LowerLayerDown;

    /// <summary>As a reader of the dump sees it.</summary>
    public Link ToLink()
    {
        ReadOnlySpan<byte> bytes = ToMessage(0, NetlinkFlags.None);
        return NetlinkMessage.TryRead(ref bytes, out var message) ? LinkParser.Parse(message) : throw new InvalidOperationException();
    }

    public byte[] ToMessage(uint sequence, NetlinkFlags flags)
    {
        using var writer = new NetlinkWriter();
        var running = IsUp && HasCarrier ? LinkFlags.Running | LinkFlags.LowerUp : LinkFlags.None;
        writer.WriteStruct(new IfInfoMsg { ifi_index = Index, ifi_flags = (uint)(Fixed | Set | running) });
        writer.PutString(Ifla.IFLA_IFNAME, Name);
        writer.Put(Ifla.IFLA_ADDRESS, Mac.ToArray());
        writer.PutInt32(Ifla.IFLA_MTU, Mtu);
        writer.PutUInt32(Ifla.IFLA_GROUP, Group);
        writer.PutUInt32(Ifla.IFLA_TXQLEN, TxQueueLength);
        writer.PutUInt32(Ifla.IFLA_PROMISCUITY, (Set & LinkFlags.Promiscuous) != 0 ? 1u : 0u);
        writer.PutByte(Ifla.IFLA_OPERSTATE, (byte)OperState);
        if (Alias is { } alias)
        {
            writer.PutString(Ifla.IFLA_IFALIAS, alias);
        }

        if (Master is { } master)
        {
            writer.PutInt32(Ifla.IFLA_MASTER, master.Index);
        }

        if (Other is { } other)
        {
            writer.PutInt32(Ifla.IFLA_LINK, other.Index);
            if (other.Stack != Stack)
            {
                writer.PutInt32(Ifla.IFLA_LINK_NETNSID, Stack.NumberOf(other.Stack));
            }
        }

        PutInfo(writer);
        return FakeAnswer.Message(Rtm.RTM_NEWLINK, flags, sequence, writer.Written);
    }

    private void PutInfo(NetlinkWriter writer)
    {
        if (Kind is null && Port is null)
        {
            return;
        }

        using (writer.Nest(Ifla.IFLA_LINKINFO))
        {
            if (Kind is { } kind)
            {
                writer.PutString(Ifla.IFLA_INFO_KIND, kind);
                using (writer.Nest(Ifla.IFLA_INFO_DATA))
                {
                    PutData(writer);
                }
            }

            if (Port is { } port)
            {
                writer.PutString(Ifla.IFLA_INFO_SLAVE_KIND, "bridge");
                using (writer.Nest(Ifla.IFLA_INFO_SLAVE_DATA))
                {
                    writer.PutByte(IflaBridge.IFLA_BRPORT_STATE, (byte)(IsUp && HasCarrier ? BridgePortState.Forwarding : BridgePortState.Disabled));
                    PutBool(writer, IflaBridge.IFLA_BRPORT_MODE, port.Hairpin);
                    PutBool(writer, IflaBridge.IFLA_BRPORT_ISOLATED, port.Isolated);
                    PutBool(writer, IflaBridge.IFLA_BRPORT_LEARNING, port.Learning);
                    PutBool(writer, IflaBridge.IFLA_BRPORT_UNICAST_FLOOD, port.UnicastFlood);
                    PutBool(writer, IflaBridge.IFLA_BRPORT_GUARD, port.BpduGuard);
                    PutBool(writer, IflaBridge.IFLA_BRPORT_NEIGH_SUPPRESS, port.NeighbourSuppression);
                }
            }
        }
    }

    private void PutData(NetlinkWriter writer)
    {
        if (Bridge is { } bridge)
        {
            PutBool(writer, IflaBridge.IFLA_BR_VLAN_FILTERING, bridge.VlanFiltering);
            writer.PutUInt16(IflaBridge.IFLA_BR_VLAN_DEFAULT_PVID, bridge.DefaultPvid);
            writer.PutUInt32(IflaBridge.IFLA_BR_STP_STATE, bridge.SpanningTree ? 1u : 0u);
            PutBool(writer, IflaBridge.IFLA_BR_MCAST_SNOOPING, bridge.MulticastSnooping);
        }

        if (Kind == "macvlan")
        {
            writer.PutUInt32(Ifla.IFLA_MACVLAN_MODE, (uint)MacvlanMode);
            if (BroadcastQueueLength is { } length)
            {
                writer.PutUInt32(Ifla.IFLA_MACVLAN_BC_QUEUE_LEN, length);
            }
        }
    }

    private static void PutBool(NetlinkWriter writer, ushort type, bool value) => writer.PutByte(type, value ? (byte)1 : (byte)0);
}
