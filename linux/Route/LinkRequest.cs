using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>Requests that create, change and delete links.</summary>
/// <remarks>
/// Requests sent together are done one after the other, and the kernel goes on after one that failed. So do not send a creation
/// together with a change of the same link by name: where the name was taken, the change would hit somebody else's link.
/// </remarks>
public static partial class LinkRequest
{
    private const NetlinkFlags CreateFlags = NetlinkFlags.Create | NetlinkFlags.Exclusive | NetlinkFlags.Ack;

    /// <summary>Creates a bridge. EEXIST when the name is taken.</summary>
    public static NetlinkRequest CreateBridge(BridgeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var writer = new NetlinkWriter();
        WriteNew(writer, options);
        using (writer.Nest(Ifla.IFLA_LINKINFO))
        {
            writer.PutString(Ifla.IFLA_INFO_KIND, "bridge");
            using (writer.Nest(Ifla.IFLA_INFO_DATA))
            {
                PutBool(writer, IflaBridge.IFLA_BR_VLAN_FILTERING, options.VlanFiltering);
                PutBool(writer, IflaBridge.IFLA_BR_MCAST_SNOOPING, options.MulticastSnooping);
                if (options.DefaultPvid is { } pvid)
                {
                    writer.PutUInt16(IflaBridge.IFLA_BR_VLAN_DEFAULT_PVID, pvid);
                }
            }
        }

        return Creation(writer, options);
    }

    /// <summary>Creates both ends of a veth, each in its namespace, in one message. EEXIST when either name is taken.</summary>
    public static NetlinkRequest CreateVeth(VethOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var writer = new NetlinkWriter();
        WriteNew(writer, options);
        using (writer.Nest(Ifla.IFLA_LINKINFO))
        {
            writer.PutString(Ifla.IFLA_INFO_KIND, "veth");
            using (writer.Nest(Ifla.IFLA_INFO_DATA))
            using (writer.Nest(Veth.VETH_INFO_PEER))
            {
                WriteNew(writer, options.Peer, LinkFlags.None);
            }
        }

        return Creation(writer, options, (options.Namespace, options.Peer.Namespace));
    }

    /// <summary>Creates a macvlan. EEXIST when the name is taken, EBUSY when the parent has a passthru one.</summary>
    public static NetlinkRequest CreateMacvlan(MacvlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var writer = new NetlinkWriter();
        WriteNew(writer, options);
        writer.PutInt32(Ifla.IFLA_LINK, options.Parent);
        using (writer.Nest(Ifla.IFLA_LINKINFO))
        {
            writer.PutString(Ifla.IFLA_INFO_KIND, "macvlan");
            using (writer.Nest(Ifla.IFLA_INFO_DATA))
            {
                writer.PutUInt32(Ifla.IFLA_MACVLAN_MODE, (uint)options.Mode);
                if (options.BroadcastQueueLength is { } length)
                {
                    writer.PutUInt32(Ifla.IFLA_MACVLAN_BC_QUEUE_LEN, length);
                }
            }
        }

        return Creation(writer, options);
    }

    /// <summary>Creates a VLAN link. EEXIST when the name is taken or the parent has this VLAN already.</summary>
    public static NetlinkRequest CreateVlan(VlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var writer = new NetlinkWriter();
        WriteNew(writer, options);
        writer.PutInt32(Ifla.IFLA_LINK, options.Parent);
        using (writer.Nest(Ifla.IFLA_LINKINFO))
        {
            writer.PutString(Ifla.IFLA_INFO_KIND, "vlan");
            using (writer.Nest(Ifla.IFLA_INFO_DATA))
            {
                writer.PutUInt16(Ifla.IFLA_VLAN_ID, options.VlanId);
            }
        }

        return Creation(writer, options);
    }

    /// <summary>Creates a dummy link. EEXIST when the name is taken.</summary>
    public static NetlinkRequest CreateDummy(DummyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var writer = new NetlinkWriter();
        WriteNew(writer, options);
        using (writer.Nest(Ifla.IFLA_LINKINFO))
        {
            writer.PutString(Ifla.IFLA_INFO_KIND, "dummy");
        }

        return Creation(writer, options);
    }

    /// <summary>Deletes a link, a veth's peer with it. ENODEV when there is none.</summary>
    /// <remarks>Executed by itself, it goes to the kernel with those of other threads; see <see cref="RouteSocket.TryExecute"/>.</remarks>
    public static NetlinkRequest Delete(int index)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(new IfInfoMsg { ifi_index = CheckIndex(index) });
        return new NetlinkRequest($"dellink {index}", Rtm.RTM_DELLINK, NetlinkFlags.Ack, writer.Written.ToArray()) { DeletedLink = index };
    }

    /// <summary>Deletes a link by name. ENODEV when there is none.</summary>
    public static NetlinkRequest Delete(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(IfInfoMsg));
        writer.PutString(Ifla.IFLA_IFNAME, name);
        return writer.ToRequest($"dellink {name}", Rtm.RTM_DELLINK, NetlinkFlags.Ack);
    }

    /// <summary>Deletes every link of a group at once: many cost little more than one. ENODEV when the group is empty.</summary>
    /// <param name="group">The group, not 0, which the kernel refuses (EPERM).</param>
    public static NetlinkRequest DeleteGroup(uint group)
    {
        ArgumentOutOfRangeException.ThrowIfZero(group);
        using var writer = new NetlinkWriter();
        writer.WriteStruct(default(IfInfoMsg));
        writer.PutUInt32(Ifla.IFLA_GROUP, group);
        return writer.ToRequest($"dellink group {group}", Rtm.RTM_DELLINK, NetlinkFlags.Ack);
    }

    private static void WriteNew(NetlinkWriter writer, LinkOptions options)
    {
        WriteNew(writer, options, options.Up ? LinkFlags.Up : LinkFlags.None);
        if (options.Master is { } master)
        {
            writer.PutInt32(Ifla.IFLA_MASTER, master);
        }
    }

    private static void WriteNew(NetlinkWriter writer, LinkEndOptions options, LinkFlags flags)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.Name);
        writer.WriteStruct(new IfInfoMsg { ifi_flags = (uint)flags, ifi_change = (uint)flags });
        writer.PutString(Ifla.IFLA_IFNAME, options.Name);
        PutCommon(writer, options.Mtu, options.Mac, options.Group, options.TxQueueLength, options.Namespace);
        if (options.Queues is { } queues)
        {
            writer.PutUInt32(Ifla.IFLA_NUM_TX_QUEUES, queues);
            writer.PutUInt32(Ifla.IFLA_NUM_RX_QUEUES, queues);
        }
    }

    private static void PutCommon(
        NetlinkWriter writer, int? mtu, MacAddress? mac, uint? group, uint? queue, NetworkNamespace? ns)
    {
        if (mtu is { } m)
        {
            writer.PutInt32(Ifla.IFLA_MTU, m);
        }

        if (mac is { } address)
        {
            Span<byte> bytes = stackalloc byte[MacAddress.Length];
            address.CopyTo(bytes);
            writer.Put(Ifla.IFLA_ADDRESS, bytes);
        }

        if (group is { } g)
        {
            writer.PutUInt32(Ifla.IFLA_GROUP, g);
        }

        if (queue is { } q)
        {
            writer.PutUInt32(Ifla.IFLA_TXQLEN, q);
        }

        if (ns is not null)
        {
            writer.PutInt32(Ifla.IFLA_NET_NS_FD, (int)ns.Handle.DangerousGetHandle());
        }
    }

    private static void PutBool(NetlinkWriter writer, ushort type, bool? value)
    {
        if (value is { } v)
        {
            writer.PutByte(type, v ? (byte)1 : (byte)0);
        }
    }

    private static NetlinkRequest Creation(NetlinkWriter writer, LinkOptions options, object? keepAlive = null) =>
        new($"newlink {options.Name}", Rtm.RTM_NEWLINK, CreateFlags, writer.Written.ToArray())
        {
            KeepAlive = keepAlive ?? options.Namespace,
        };

    /// <summary>Index 0 means "by name" to the kernel, and a request without either may mean every link.</summary>
    private static int CheckIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(index);
        return index;
    }
}
