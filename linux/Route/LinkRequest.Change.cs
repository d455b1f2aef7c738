using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

public static partial class LinkRequest
{
    /// <summary>Changes a link. ENODEV when there is none.</summary>
    public static NetlinkRequest Change(int index, LinkChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        using var writer = new NetlinkWriter();
        writer.WriteStruct(Header(CheckIndex(index), change));
        if (change.Name is { } name)
        {
            writer.PutString(Ifla.IFLA_IFNAME, name);
        }

        return Change(writer, $"setlink {index}", change);
    }

    /// <summary>Changes a link found by its name, which therefore cannot be changed this way. ENODEV when there is none.</summary>
    public static NetlinkRequest Change(string name, LinkChange change)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(change);
        if (change.Name is not null)
        {
            throw new ArgumentException("A link found by its name cannot be given another; use its index.", nameof(change));
        }

        using var writer = new NetlinkWriter();
        writer.WriteStruct(Header(0, change));
        writer.PutString(Ifla.IFLA_IFNAME, name);
        return Change(writer, $"setlink {name}", change);
    }

    /// <summary>Changes a bridge port. EINVAL or EOPNOTSUPP when the link is not a bridge's port.</summary>
    public static NetlinkRequest SetBridgePort(int index, BridgePortOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Change(index, new LinkChange { BridgePort = options });
    }

    private static IfInfoMsg Header(int index, LinkChange change)
    {
        var header = new IfInfoMsg { ifi_index = index };
        SetFlag(ref header, LinkFlags.Up, change.Up);
        SetFlag(ref header, LinkFlags.Promiscuous, change.Promiscuous);
        SetFlag(ref header, LinkFlags.AllMulticast, change.AllMulticast);
        return header;
    }

    private static void SetFlag(ref IfInfoMsg header, LinkFlags flag, bool? value)
    {
        if (value is { } v)
        {
            header.ifi_change |= (uint)flag;
            header.ifi_flags |= v ? (uint)flag : 0;
        }
    }

    private static NetlinkRequest Change(NetlinkWriter writer, string operation, LinkChange change)
    {
        PutCommon(writer, change.Mtu, change.Mac, change.Group, change.TxQueueLength, change.Namespace);
        if (change.Master is { } master)
        {
            writer.PutInt32(Ifla.IFLA_MASTER, master);
        }

        if (change.Alias is { Length: > 0 } alias)
        {
            writer.PutString(Ifla.IFLA_IFALIAS, alias);
        }
        else if (change.Alias is not null)
        {
            // Only a value without even the NUL removes it (dev_set_alias).
            writer.Put(Ifla.IFLA_IFALIAS, []);
        }

        if (change.ArpNotify is { } announces)
        {
            using (writer.Nest(Ifla.IFLA_AF_SPEC))
            using (writer.Nest(Af.AF_INET))
            using (writer.Nest(Ifla.IFLA_INET_CONF))
            {
                writer.PutInt32(IpDevConf.IPV4_DEVCONF_ARP_NOTIFY, announces ? 1 : 0);
            }
        }

        if (change.BridgePort is { } port)
        {
            using (writer.Nest(Ifla.IFLA_LINKINFO))
            {
                writer.PutString(Ifla.IFLA_INFO_SLAVE_KIND, "bridge");
                using (writer.Nest(Ifla.IFLA_INFO_SLAVE_DATA))
                {
                    PutPort(writer, port);
                }
            }
        }

        // RTM_NEWLINK without NLM_F_CREATE: only it, not RTM_SETLINK, takes IFLA_LINKINFO.
        return new NetlinkRequest(operation, Rtm.RTM_NEWLINK, NetlinkFlags.Ack, writer.Written.ToArray()) { KeepAlive = change.Namespace };
    }

    private static void PutPort(NetlinkWriter writer, BridgePortOptions port)
    {
        PutBool(writer, IflaBridge.IFLA_BRPORT_MODE, port.Hairpin);
        PutBool(writer, IflaBridge.IFLA_BRPORT_ISOLATED, port.Isolated);
        PutBool(writer, IflaBridge.IFLA_BRPORT_LEARNING, port.Learning);
        PutBool(writer, IflaBridge.IFLA_BRPORT_UNICAST_FLOOD, port.UnicastFlood);
        PutBool(writer, IflaBridge.IFLA_BRPORT_GUARD, port.BpduGuard);
        PutBool(writer, IflaBridge.IFLA_BRPORT_NEIGH_SUPPRESS, port.NeighbourSuppression);
    }
}
