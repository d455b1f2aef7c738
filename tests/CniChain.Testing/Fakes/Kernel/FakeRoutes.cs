using CniChain.Linux.Netlink;
using CniChain.Linux.Route;

namespace CniChain.Testing;

/// <summary>The main routing table of a fake kernel, IPv4 and IPv6 (net/ipv4/fib_semantics.c, net/ipv6/route.c).</summary>
internal static class FakeRoutes
{
    public static void Get(FakeStack stack, NetlinkMessage message, Action<byte[]> answers)
    {
        if (!message.Flags.HasFlag(NetlinkFlags.Dump))
        {
            answers(ToMessage(FakeRouteLookup.Find(stack, message), message.Sequence, NetlinkFlags.None));
            return;
        }

        var family = message.Header<RtMsg>().rtm_family;
        foreach (var route in stack.Routes)
        {
            if (family == Af.AF_UNSPEC || family == KernelFamily.Of(route.Family))
            {
                answers(ToMessage(route, message.Sequence));
            }
        }

        answers(FakeAnswer.Done(message.Sequence));
    }

    public static void New(FakeStack stack, NetlinkMessage message)
    {
        var isV4 = Read(message, out var wanted).rtm_family == Af.AF_INET;
        var route = Resolve(stack, wanted with { Priority = wanted.Priority ?? (isV4 ? null : 1024) }, isV4);
        var found = stack.Routes.Find(r => r.Family == route.Family && r.Destination == route.Destination && (r.Priority ?? 0) == (route.Priority ?? 0));
        if (found is null)
        {
            stack.Routes.Add(route);
        }
        else if (message.Flags.HasFlag(NetlinkFlags.Exclusive))
        {
            throw Refused.With(Refused.EEXIST);
        }
        else if (message.Flags.HasFlag(NetlinkFlags.Replace))
        {
            stack.Routes[stack.Routes.IndexOf(found)] = route;
        }
        else
        {
            throw Refused.NotPlayed("routes beside others to the same destination");
        }
    }

    public static void Delete(FakeStack stack, NetlinkMessage message)
    {
        var header = Read(message, out var wanted);
        var found = stack.Routes.Find(r => r.Family == wanted.Family && r.Destination == wanted.Destination
            && (wanted.Priority is null || (r.Priority ?? 0) == wanted.Priority)
            && (wanted.OutLink is null || r.OutLink == wanted.OutLink)
            && (wanted.Gateway is null || wanted.Gateway.Equals(r.Gateway))
            && (wanted.Source is null || wanted.Source.Equals(r.Source))
            && (header.rtm_family == Af.AF_INET6 || wanted.Scope == RouteScope.Nowhere || r.Scope == wanted.Scope)
            && (wanted.Protocol == RouteProtocol.Unspecified || r.Protocol == wanted.Protocol));
        stack.Routes.Remove(found ?? throw Refused.With(Refused.ESRCH));
    }

    /// <summary>Finds the link of a new route, or says why it leads nowhere.</summary>
    private static Route Resolve(FakeStack stack, Route route, bool isV4)
    {
        if (route.Source is { } source && !stack.Addresses.Exists(a => a.Address.Equals(source)))
        {
            throw Refused.With(Refused.EINVAL, isV4 ? "Invalid prefsrc address" : "Invalid source address");
        }

        FakeLink? link = null;
        if (route.OutLink is { } index)
        {
            link = stack.Link(index);
            if (!link.IsUp)
            {
                throw Refused.With(Refused.ENETDOWN, isV4 && route.Gateway is null ? "Device for nexthop is not up" : "Nexthop device is not up");
            }
        }

        if (route.Gateway is not { } gateway)
        {
            return link is not null ? route : throw Refused.With(Refused.ENODEV);
        }

        if (stack.Addresses.Find(a => a.Address.Equals(gateway)) is { } own)
        {
            // IPv4 takes an address of the machine's own, which its local table leads to.
            return isV4 && !route.OnLink
                ? route with { OutLink = route.OutLink ?? own.LinkIndex }
                : throw Refused.With(Refused.EINVAL, isV4 ? "Nexthop has invalid gateway" : "Gateway can not be a local address");
        }

        if (route.OnLink)
        {
            return link is not null ? route : throw Refused.With(isV4 ? Refused.EINVAL : Refused.ENODEV);
        }

        // A link-local gateway is on any link; another needs a route to it that has no gateway itself.
        if (gateway.IsIPv6LinkLocal)
        {
            return link is not null ? route : throw Refused.With(Refused.EINVAL);
        }

        var way = stack.Routes
            .Where(r => r.Destination is { } d && d.Contains(gateway) && (link is null || r.OutLink == link.Index))
            .MaxBy(r => r.Destination!.Value.PrefixLength);
        if (way is null || way.Gateway is not null)
        {
            throw Refused.With(isV4 ? Refused.ENETUNREACH : 113, isV4 ? "Nexthop has invalid gateway" : null);
        }

        return route with { OutLink = way.OutLink };
    }

    private static RtMsg Read(NetlinkMessage message, out Route route)
    {
        var header = message.Header<RtMsg>();
        foreach (var attribute in message.Attributes(RtMsg.Size))
        {
            if (attribute.Type is Rta.RTA_MULTIPATH or Rta.RTA_VIA
                or not (Rta.RTA_DST or Rta.RTA_OIF or Rta.RTA_GATEWAY or Rta.RTA_PRIORITY or Rta.RTA_PREFSRC or Rta.RTA_METRICS or Rta.RTA_TABLE))
            {
                throw Refused.NotPlayed($"attribute {attribute.Type} of a route");
            }

            if (attribute.Type == Rta.RTA_DST && FakeAddresses.Subnet(attribute.AsAddress(), header.rtm_dst_len).BaseAddress is var subnet
                && !subnet.Equals(attribute.AsAddress()))
            {
                throw Refused.With(Refused.EINVAL, "Invalid prefix for given prefix length");
            }
        }

        // The library's own reader, which knows the answer of the real kernel.
        ReadOnlySpan<byte> answer = FakeAnswer.Message(Rtm.RTM_NEWROUTE, NetlinkFlags.None, 0, message.Payload);
        route = NetlinkMessage.TryRead(ref answer, out var readable) && RouteParser.Parse(readable) is { } parsed
            ? parsed
            : throw Refused.NotPlayed("routes of this family");
        return route switch
        {
            { Table: not RtTable.RT_TABLE_MAIN } => throw Refused.NotPlayed($"routing table {route.Table}"),
            { Type: not RouteType.Unicast } => throw Refused.NotPlayed($"routes of type {route.Type}"),
            _ => header,
        };
    }

    private static byte[] ToMessage(Route route, uint sequence, NetlinkFlags flags = NetlinkFlags.Multi)
    {
        // A request to add has the same layout as an answer.
        var request = RouteRequest.Add(route);
        return FakeAnswer.Message(Rtm.RTM_NEWROUTE, flags, sequence, request.Payload.Span);
    }
}
