using System.Text;
using CniChain.Linux;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;

namespace CniChain.Testing;

/// <summary>RTM_NEWLINK of a fake kernel: makes links and changes them (__rtnl_newlink, do_setlink).</summary>
internal static class FakeLinkChanges
{
    public static void New(FakeStack stack, NetlinkMessage message)
    {
        var header = message.Header<IfInfoMsg>();
        var wanted = FakeLinkAttributes.Read(message.Attributes(IfInfoMsg.Size));
        var found = header.ifi_index > 0
            ? stack.Links.Find(link => link.Index == header.ifi_index)
            : stack.Links.Find(link => link.Name == wanted.Name);
        if (found is null && !message.Flags.HasFlag(NetlinkFlags.Create))
        {
            throw Refused.With(Refused.ENODEV);
        }

        if (found is null)
        {
            Create(stack, header, wanted);
        }
        else if (message.Flags.HasFlag(NetlinkFlags.Exclusive))
        {
            throw Refused.With(Refused.EEXIST);
        }
        else
        {
            Change(stack, found, header, wanted);
        }
    }

    private static void Create(FakeStack stack, IfInfoMsg header, FakeLinkAttributes wanted)
    {
        var link = Make(stack, wanted, wanted.Kind ?? throw Refused.With(Refused.EOPNOTSUPP, "Unknown device type"));
        var target = wanted.Namespace ?? stack;
        switch (wanted.Kind)
        {
            case "veth":
                var second = wanted.Peer ?? throw Refused.NotPlayed("a veth whose peer has no name");
                var peer = Make(stack, second, "veth");
                if (second.Name == wanted.Name && (second.Namespace ?? stack) == target)
                {
                    throw Refused.With(Refused.EEXIST);
                }

                (link.Other, peer.Other) = (peer, link);
                FakeLinks.Add(second.Namespace ?? stack, peer);
                break;
            case "bridge":
                link.Bridge = wanted.Bridge ?? new BridgeInfo { DefaultPvid = 1, MulticastSnooping = true };
                break;
            case "macvlan":
                link.Other = stack.Links.Find(l => l.Index == wanted.Parent) ?? throw Refused.With(wanted.Parent is null ? Refused.EINVAL : Refused.ENODEV);
                (link.MacvlanMode, link.BroadcastQueueLength) = (wanted.MacvlanMode, wanted.BroadcastQueueLength);
                link.Mtu = wanted.Mtu ?? link.Other.Mtu;
                break;
            case "dummy":
                break;
            default:
                throw Refused.NotPlayed($"links of kind {wanted.Kind}");
        }

        FakeLinks.Add(target, link);
        SetFlags(link, header);
        if (wanted.Master is { } master)
        {
            SetMaster(link, master);
        }
    }

    private static FakeLink Make(FakeStack stack, FakeLinkAttributes wanted, string kind)
    {
        CheckName(wanted.Namespace ?? stack, wanted.Name ?? throw Refused.NotPlayed("links that the kernel gives a name"));
        CheckMtu(wanted, kind);
        CheckMac(wanted);
        return new FakeLink(stack, wanted.Name, kind)
        {
            Mtu = wanted.Mtu ?? 1500,
            Mac = wanted.Mac ?? MacAddress.Random(),
            IsMacSet = wanted.Mac is not null,
            Group = wanted.Group ?? 0,
            TxQueueLength = wanted.TxQueueLength ?? 1000,
            Fixed = LinkFlags.Broadcast | (kind == "dummy" ? LinkFlags.NoArp : LinkFlags.Multicast),
        };
    }

    private static void Change(FakeStack stack, FakeLink link, IfInfoMsg header, FakeLinkAttributes wanted)
    {
        if (wanted.Port is { } port)
        {
            link.Port = port(link.Port ?? throw Refused.With(Refused.EOPNOTSUPP));
        }

        if (wanted.Kind is not null || wanted.Parent is not null)
        {
            throw Refused.NotPlayed("changes of what a link is by its kind");
        }

        if (wanted.Namespace is { } target)
        {
            FakeLinks.Move(link, target);
        }

        CheckMac(wanted);
        CheckMtu(wanted, link.Kind);
        link.IsMacSet |= wanted.Mac is not null;
        link.Mac = wanted.Mac ?? link.Mac;
        link.Mtu = wanted.Mtu ?? link.Mtu;
        link.IsMtuSet |= wanted.Mtu is not null;
        if (link.Master is { } bridge)
        {
            FakeLinks.RefreshBridge(bridge);
        }

        link.Group = wanted.Group ?? link.Group;
        if (header.ifi_index > 0 && wanted.Name is { } name && name != link.Name)
        {
            CheckName(link.Stack, name);
            link.Stack.Sysctls.RenameLink(link.Name, name);
            link.Name = name;
        }

        link.Alias = wanted.Alias is { } alias ? (alias.Length == 0 ? null : alias) : link.Alias;
        if (wanted.Master is { } master)
        {
            SetMaster(link, master);
        }

        SetFlags(link, header);
        link.TxQueueLength = wanted.TxQueueLength ?? link.TxQueueLength;
        if (wanted.ArpNotify is { } announces)
        {
            link.Stack.Sysctls.Set($"net/ipv4/conf/{link.Name}/arp_notify", announces ? "1" : "0");
        }
    }

    private static void SetFlags(FakeLink link, IfInfoMsg header)
    {
        const LinkFlags settable = LinkFlags.Up | LinkFlags.Promiscuous | LinkFlags.AllMulticast;
        var change = (LinkFlags)header.ifi_change;
        if ((change & ~settable) != 0)
        {
            throw Refused.NotPlayed($"the link flags {change & ~settable}");
        }

        var others = change & ~LinkFlags.Up;
        link.Set = (link.Set & ~others) | ((LinkFlags)header.ifi_flags & others);
        if ((change & LinkFlags.Up) != 0)
        {
            FakeLinks.SetUp(link, ((LinkFlags)header.ifi_flags & LinkFlags.Up) != 0);
        }
    }

    private static void SetMaster(FakeLink link, int index)
    {
        var before = link.Master;
        if (before?.Index == index)
        {
            return;
        }

        // Out of the one before asking for the next, and out it stays when that refuses (do_set_master).
        (link.Master, link.Port) = (null, null);
        if (before is not null)
        {
            FakeLinks.RefreshBridge(before);
        }

        if (index != 0)
        {
            var master = link.Stack.Links.Find(l => l.Index == index) ?? throw Refused.With(Refused.EINVAL);
            if (master.Kind != "bridge")
            {
                throw Refused.With(Refused.EOPNOTSUPP);
            }

            if (link.Kind == "bridge")
            {
                throw Refused.With(Refused.ELOOP, "Can not enslave a bridge to a bridge");
            }

            if (link.Kind is null)
            {
                throw Refused.With(Refused.EINVAL);
            }

            (link.Master, link.Port) = (master, new BridgePort { Learning = true, UnicastFlood = true });
            FakeLinks.RefreshBridge(master);
        }
    }

    private static void CheckName(FakeStack stack, string name)
    {
        if (name.Contains('%', StringComparison.Ordinal))
        {
            throw Refused.NotPlayed("names with %");
        }

        // dev_valid_name; one too long does not pass the attribute's policy.
        if (Encoding.UTF8.GetByteCount(name) > 15)
        {
            throw Refused.With(34, "Attribute failed policy validation");
        }

        if (name is "" or "." or ".." || name.AsSpan().IndexOfAny("/: \t\n\v\f\r") >= 0)
        {
            throw Refused.With(Refused.EINVAL);
        }

        if (stack.Links.Exists(link => link.Name == name))
        {
            throw Refused.With(Refused.EEXIST);
        }
    }

    private static void CheckMtu(FakeLinkAttributes wanted, string? kind)
    {
        // dummy has no bounds (min_mtu 0, max_mtu 0); lo is the same.
        if (wanted.Mtu is { } mtu && (mtu < 0 || (kind is "veth" or "bridge" or "macvlan" && mtu is < 68 or > 65535)))
        {
            throw Refused.With(Refused.EINVAL, mtu < 68 ? "mtu less than device minimum" : "mtu greater than device maximum");
        }
    }

    private static void CheckMac(FakeLinkAttributes wanted)
    {
        if (wanted.Mac is { } mac && (mac.IsMulticast || mac.IsZero))
        {
            throw Refused.With(Refused.EADDRNOTAVAIL);
        }
    }
}
