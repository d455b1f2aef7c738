using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;

namespace CniChain.Testing;

/// <summary>Addresses of a fake kernel, and the routes that come with them (net/ipv4/devinet.c, net/ipv6/addrconf.c).</summary>
internal static class FakeAddresses
{
    public static void Get(FakeStack stack, NetlinkMessage message, Action<byte[]> answers)
    {
        var header = message.Header<IfAddrMsg>();
        if (!message.Flags.HasFlag(NetlinkFlags.Dump))
        {
            throw Refused.NotPlayed("RTM_GETADDR of one address");
        }

        if (header.ifa_index != 0)
        {
            _ = stack.Link((int)header.ifa_index);
        }

        foreach (var address in stack.Addresses)
        {
            var family = KernelFamily.Of(address.Address);
            if ((header.ifa_family is Af.AF_UNSPEC || header.ifa_family == family)
                && (header.ifa_index == 0 || header.ifa_index == address.LinkIndex))
            {
                answers(ToMessage(address, family, message.Sequence));
            }
        }

        answers(FakeAnswer.Done(message.Sequence));
    }

    public static void New(FakeStack stack, NetlinkMessage message)
    {
        var wanted = Read(message);
        var link = stack.Link(wanted.LinkIndex);
        var isV4 = wanted.Address.AddressFamily == AddressFamily.InterNetwork;
        if (!isV4 && stack.Sysctls.Values.GetValueOrDefault($"net/ipv6/conf/{link.Name}/disable_ipv6") == "1")
        {
            throw Refused.With(Refused.EACCES, "IPv6 is disabled on this device");
        }

        var found = Find(stack, wanted, prefixMatters: isV4);
        if (found is not null && !message.Flags.HasFlag(NetlinkFlags.Replace))
        {
            throw Refused.With(Refused.EEXIST, isV4 ? "Address already assigned" : "address already assigned");
        }

        const AddressFlags kept = AddressFlags.NoDad | AddressFlags.NoPrefixRoute;
        var flags = (wanted.Flags & kept) | AddressFlags.Permanent;
        if (isV4 && found is null && stack.Addresses.Exists(other => IsSameSubnet(other, wanted)))
        {
            flags |= AddressFlags.Secondary;
        }

        if (found is not null)
        {
            stack.Addresses[stack.Addresses.IndexOf(found)] = found with { Flags = (found.Flags & AddressFlags.Secondary) | flags };
            return;
        }

        var added = wanted with { Flags = flags };
        stack.Addresses.Add(added);
        AddRoute(stack, link, added);
    }

    public static void Delete(FakeStack stack, NetlinkMessage message)
    {
        var wanted = Read(message);
        _ = stack.Link(wanted.LinkIndex);
        var found = Find(stack, wanted, prefixMatters: true) ?? throw Refused.With(Refused.EADDRNOTAVAIL);
        Remove(stack, found);
        if (found.Address.AddressFamily == AddressFamily.InterNetwork && (found.Flags & AddressFlags.Secondary) == 0)
        {
            // Without promote_secondaries the others of the subnet go with the first.
            foreach (var other in stack.Addresses.FindAll(a => IsSameSubnet(a, found)))
            {
                Remove(stack, other);
            }
        }
    }

    public static void LinkCameUp(FakeLink link)
    {
        var stack = link.Stack;
        if (link.Fixed == LinkFlags.Loopback)
        {
            AddOwn(stack, link, IPAddress.Loopback, 8);
            if (stack.Sysctls.Values.GetValueOrDefault($"net/ipv6/conf/{link.Name}/disable_ipv6") != "1")
            {
                AddOwn(stack, link, IPAddress.IPv6Loopback, 128);
            }
        }

        foreach (var address in stack.Addresses.Where(a => a.LinkIndex == link.Index).ToList())
        {
            AddRoute(stack, link, address);
        }
    }

    /// <summary>IPv6 addresses go (keep_addr_on_down is off), IPv4 ones stay; no route is left over the link, and no neighbour.</summary>
    public static void LinkWentDown(FakeLink link)
    {
        var stack = link.Stack;
        stack.Addresses.RemoveAll(a => a.LinkIndex == link.Index && a.Address.AddressFamily == AddressFamily.InterNetworkV6);
        stack.Routes.RemoveAll(route => route.OutLink == link.Index);
        stack.Neighbours.RemoveAll(neighbour => neighbour.LinkIndex == link.Index);
    }

    private static void AddOwn(FakeStack stack, FakeLink link, IPAddress address, int length)
    {
        if (!stack.Addresses.Exists(a => a.LinkIndex == link.Index && a.Address.Equals(address)))
        {
            stack.Addresses.Add(new LinkAddress
            {
                LinkIndex = link.Index,
                Address = address,
                PrefixLength = length,
                Scope = RouteScope.Host,
                Flags = AddressFlags.Permanent,
            });
        }
    }

    private static void Remove(FakeStack stack, LinkAddress address)
    {
        stack.Addresses.Remove(address);
        var subnet = SubnetOf(address);
        var isV4 = address.Address.AddressFamily == AddressFamily.InterNetwork;
        stack.Routes.RemoveAll(route => address.Address.Equals(route.Source)
            || (!isV4 && route.Protocol == RouteProtocol.Kernel && route.OutLink == address.LinkIndex && route.Destination == subnet
                && !stack.Addresses.Exists(a => a.LinkIndex == address.LinkIndex && SubnetOf(a) == subnet)));
    }

    private static void AddRoute(FakeStack stack, FakeLink link, LinkAddress address)
    {
        var isV4 = address.Address.AddressFamily == AddressFamily.InterNetwork;
        if (!link.IsUp
            || (address.Flags & (AddressFlags.NoPrefixRoute | AddressFlags.Secondary)) != 0
            || link.Fixed == LinkFlags.Loopback
            || (isV4 && address.PrefixLength == 32))
        {
            return;
        }

        var route = new Route
        {
            Destination = SubnetOf(address),
            OutLink = link.Index,
            Table = RtTable.RT_TABLE_MAIN,
            Scope = isV4 ? RouteScope.Link : RouteScope.Universe,
            Source = isV4 ? address.Address : null,
            Priority = isV4 ? null : 256,
            Protocol = RouteProtocol.Kernel,
        };
        if (isV4 || !stack.Routes.Exists(r => r.Destination == route.Destination && r.OutLink == link.Index && r.Priority == 256))
        {
            stack.Routes.Add(route);
        }
    }

    public static IPNetwork SubnetOf(LinkAddress address) => Subnet(address.Address, address.PrefixLength);

    public static IPNetwork Subnet(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xff << (8 - kept));
        }

        return new IPNetwork(new IPAddress(bytes), length);
    }

    private static bool IsSameSubnet(LinkAddress a, LinkAddress b) =>
        a.LinkIndex == b.LinkIndex && a.PrefixLength == b.PrefixLength && a.Address.AddressFamily == b.Address.AddressFamily
        && SubnetOf(a) == SubnetOf(b);

    private static LinkAddress? Find(FakeStack stack, LinkAddress wanted, bool prefixMatters) =>
        stack.Addresses.Find(a => a.LinkIndex == wanted.LinkIndex && a.Address.Equals(wanted.Address)
            && (!prefixMatters || a.PrefixLength == wanted.PrefixLength));

    private static LinkAddress Read(NetlinkMessage message)
    {
        var header = message.Header<IfAddrMsg>();
        IPAddress? local = null, broadcast = null;
        var flags = (AddressFlags)header.ifa_flags;
        foreach (var attribute in message.Attributes(IfAddrMsg.Size))
        {
            switch (attribute.Type)
            {
                case Ifa.IFA_LOCAL: local = attribute.AsAddress(); break;
                case Ifa.IFA_ADDRESS when local is null || attribute.AsAddress().Equals(local): local = attribute.AsAddress(); break;
                case Ifa.IFA_BROADCAST: broadcast = attribute.AsAddress(); break;
                case Ifa.IFA_FLAGS: flags = (AddressFlags)attribute.AsUInt32(); break;
                default: throw Refused.NotPlayed($"attribute {attribute.Type} of an address");
            }
        }

        if (local is null || header.ifa_prefixlen > local.GetAddressBytes().Length * 8)
        {
            throw Refused.With(Refused.EINVAL);
        }

        return new LinkAddress
        {
            LinkIndex = (int)header.ifa_index,
            Address = local,
            PrefixLength = header.ifa_prefixlen,
            Broadcast = broadcast,
            Scope = local.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(local)
                ? (local.IsIPv6LinkLocal ? RouteScope.Link : RouteScope.Universe)
                : (RouteScope)header.ifa_scope,
            Flags = flags,
        };
    }

    private static byte[] ToMessage(LinkAddress address, byte family, uint sequence)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(new IfAddrMsg
        {
            ifa_family = family,
            ifa_prefixlen = (byte)address.PrefixLength,
            ifa_flags = (byte)address.Flags,
            ifa_scope = (byte)address.Scope,
            ifa_index = (uint)address.LinkIndex,
        });
        writer.PutAddress(Ifa.IFA_ADDRESS, address.Address);
        if (family == Af.AF_INET)
        {
            writer.PutAddress(Ifa.IFA_LOCAL, address.Address);
        }

        if (address.Broadcast is { } broadcast)
        {
            writer.PutAddress(Ifa.IFA_BROADCAST, broadcast);
        }

        writer.PutUInt32(Ifa.IFA_FLAGS, (uint)address.Flags);
        return FakeAnswer.Message(Rtm.RTM_NEWADDR, NetlinkFlags.Multi, sequence, writer.Written);
    }
}
