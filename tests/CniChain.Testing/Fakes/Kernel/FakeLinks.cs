using CniChain.Linux.Netlink;
using CniChain.Linux.Route;

namespace CniChain.Testing;

/// <summary>Links that are asked for, come and go.</summary>
internal static class FakeLinks
{
    public static void Get(FakeStack stack, NetlinkMessage message, Action<byte[]> answers)
    {
        var header = message.Header<IfInfoMsg>();
        if (header.ifi_family != Af.AF_UNSPEC)
        {
            throw Refused.NotPlayed("RTM_GETLINK of a family (bridge VLANs)");
        }

        if (message.Flags.HasFlag(NetlinkFlags.Dump))
        {
            // The kernel's filters by kind and master are left to the reader, which applies them again.
            foreach (var link in stack.Links)
            {
                answers(link.ToMessage(message.Sequence, NetlinkFlags.Multi));
            }

            answers(FakeAnswer.Done(message.Sequence));
            return;
        }

        answers(Find(stack, message).ToMessage(message.Sequence, NetlinkFlags.None));
    }

    /// <summary>The link a message means, by index or else by name.</summary>
    public static FakeLink Find(FakeStack stack, NetlinkMessage message)
    {
        var index = message.Header<IfInfoMsg>().ifi_index;
        if (index > 0)
        {
            return stack.Link(index);
        }

        if (!message.Attributes(IfInfoMsg.Size).TryGet(Ifla.IFLA_IFNAME, out var attribute))
        {
            throw Refused.With(Refused.EINVAL);
        }

        var name = attribute.AsString();
        return stack.Links.Find(link => link.Name == name) ?? throw Refused.With(Refused.ENODEV);
    }

    public static void Delete(FakeStack stack, NetlinkMessage message)
    {
        var header = message.Header<IfInfoMsg>();
        if (header.ifi_index == 0 && message.Attributes(IfInfoMsg.Size).TryGet(Ifla.IFLA_GROUP, out var group))
        {
            var number = group.AsUInt32();
            var members = stack.Links.FindAll(link => link.Group == number);
            if (members.Count == 0)
            {
                throw Refused.With(Refused.ENODEV);
            }

            if (members.Exists(link => link.Kind is null))
            {
                throw Refused.With(Refused.EOPNOTSUPP);
            }

            members.ForEach(Remove);
            return;
        }

        var found = Find(stack, message);
        if (found.Kind is null)
        {
            throw Refused.With(Refused.EOPNOTSUPP);
        }

        Remove(found);
    }

    /// <summary>Puts a link into a namespace under its own index, or a new one when another link has that.</summary>
    public static void Add(FakeStack stack, FakeLink link)
    {
        link.Stack = stack;
        if (link.Index == 0 || stack.Links.Exists(other => other.Index == link.Index))
        {
            link.Index = stack.NewIndex();
        }

        stack.Links.Add(link);
        stack.Sysctls.AddLink(link.Name);
    }

    /// <summary>Moves a link; what it was part of and what it had stays behind.</summary>
    public static void Move(FakeLink link, FakeStack target)
    {
        if (link.Stack == target)
        {
            return;
        }

        if (link.Kind is null or "bridge")
        {
            throw Refused.With(Refused.EINVAL, "The interface netns is immutable");
        }

        if (target.Links.Exists(other => other.Name == link.Name))
        {
            throw Refused.With(Refused.EEXIST, "An interface with the same name exists in the target netns");
        }

        Detach(link);
        Add(target, link);
    }

    /// <summary>Sets a link up or down, with the addresses and routes that come and go with it.</summary>
    public static void SetUp(FakeLink link, bool up)
    {
        if (link.IsUp == up)
        {
            return;
        }

        link.Set ^= LinkFlags.Up;
        if (up)
        {
            FakeAddresses.LinkCameUp(link);
        }
        else
        {
            FakeAddresses.LinkWentDown(link);
        }
    }

    /// <summary>
    /// A bridge without a MAC of its own has its ports' lowest, and none without ports (br_stp_recalculate_bridge_id);
    /// unless somebody changed its MTU, it has their smallest (br_mtu_auto_adjust).
    /// </summary>
    public static void RefreshBridge(FakeLink bridge)
    {
        var ports = bridge.Stack.Links.FindAll(port => port.Master == bridge);
        if (!bridge.IsMacSet)
        {
            bridge.Mac = ports.Select(port => port.Mac).OrderBy(mac => mac.ToString(), StringComparer.Ordinal).FirstOrDefault();
        }

        if (!bridge.IsMtuSet)
        {
            bridge.Mtu = ports.Select(port => port.Mtu).DefaultIfEmpty(1500).Min();
        }
    }

    private static void Remove(FakeLink link)
    {
        if (!link.Stack.Links.Contains(link))
        {
            return;
        }

        var stack = link.Stack;
        Detach(link);
        foreach (var port in stack.Links.Where(l => l.Master == link))
        {
            (port.Master, port.Port) = (null, null);
        }

        if (link.Kind == "veth" && link.Other is { } peer)
        {
            peer.Other = null;
            Remove(peer);
        }

        // A macvlan goes with its parent, in whatever namespace it is.
        foreach (var child in stack.Kernel.AllLinks.Where(l => l.Kind == "macvlan" && l.Other == link).ToList())
        {
            Remove(child);
        }
    }

    private static void Detach(FakeLink link)
    {
        var stack = link.Stack;
        SetUp(link, false);
        stack.Addresses.RemoveAll(address => address.LinkIndex == link.Index);
        stack.Routes.RemoveAll(route => route.OutLink == link.Index);
        stack.Neighbours.RemoveAll(neighbour => neighbour.LinkIndex == link.Index);
        stack.Links.Remove(link);
        stack.Sysctls.RemoveLink(link.Name);
        if (link.Master is { } master)
        {
            (link.Master, link.Port) = (null, null);
            RefreshBridge(master);
        }
    }
}
