using System.Diagnostics.CodeAnalysis;
using System.Net;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Dhcp.V4;

/// <summary>Makes a lease of an OFFER or ACK, or says why it cannot be used.</summary>
internal static class LeaseReader
{
    private const uint Forever = uint.MaxValue;

    /// <summary>Reads it.</summary>
    /// <param name="message">The OFFER or ACK.</param>
    /// <param name="obtained">When the message that it answers was sent.</param>
    /// <param name="lease">The lease.</param>
    /// <param name="problem">Why not; completes "refused: ".</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryRead(
        DhcpMessage message, TimeSpan obtained, [NotNullWhen(true)] out DhcpLease? lease, [NotNullWhen(false)] out string? problem)
    {
        lease = null;
        var options = message.Options;
        if (!options.TryGet<ServerIdentifierOption, IPAddress>(out var server) || !AddressRules.IsHost(server))
        {
            problem = "it names no server";
            return false;
        }

        if (!options.TryGet<SubnetMaskOption, int>(out var prefixLength))
        {
            problem = "it has no subnet mask, or one with holes";
            return false;
        }

        if (!AddressRules.IsHostOf(message.YourAddress, prefixLength))
        {
            problem = $"{message.YourAddress}/{prefixLength} is no host's address";
            return false;
        }

        if (!options.TryGet<LeaseTimeOption, uint>(out var seconds) || seconds == 0)
        {
            problem = "its lease time is missing or zero";
            return false;
        }

        problem = null;
        lease = WithTimes(options, seconds, obtained, new DhcpLease
        {
            Message = message,
            Address = message.YourAddress,
            PrefixLength = prefixLength,
            Server = server,
            Obtained = obtained,
            NameServers = Hosts<NameServersOption>(options),
            Domain = options.TryGet<DomainNameOption, string>(out var domain) ? domain : null,
            Search = options.TryGet<DomainSearchOption, IReadOnlyList<string>>(out var search) ? search : [],
            NtpServers = Hosts<NtpServersOption>(options),
            Mtu = options.TryGet<InterfaceMtuOption, ushort>(out var mtu) ? mtu : null,
        });
        lease = WithRoutes(options, lease);
        return true;
    }

    /// <summary>T1 and T2 as the server says if they make sense, else by RFC 2131, 4.4.5.</summary>
    private static DhcpLease WithTimes(DhcpOptions options, uint seconds, TimeSpan obtained, DhcpLease lease)
    {
        if (seconds == Forever)
        {
            return lease;
        }

        var t2 = options.TryGet<RebindingTimeOption, uint>(out var saidT2) && saidT2 > 0 && saidT2 < seconds ? saidT2 : seconds * 0.875;
        var t1 = options.TryGet<RenewalTimeOption, uint>(out var saidT1) && saidT1 > 0 && saidT1 < t2 ? saidT1 : seconds * 0.5;
        return lease with
        {
            Expires = obtained + TimeSpan.FromSeconds(seconds),
            Rebinds = obtained + TimeSpan.FromSeconds(t2),
            Renews = obtained + TimeSpan.FromSeconds(Math.Min(t1, t2)),
        };
    }

    /// <summary>RFC 3442: with classless routes, routers and static routes must not be heeded.</summary>
    private static DhcpLease WithRoutes(DhcpOptions options, DhcpLease lease)
    {
        if (options.TryGet<ClasslessRoutesOption, IReadOnlyList<DhcpRoute>>(out var classless)
            || options.TryGet<MicrosoftRoutesOption, IReadOnlyList<DhcpRoute>>(out classless))
        {
            return lease with { Routes = Usable(classless, lease) };
        }

        var subnet = new IPNetwork(AddressRules.Network(lease.Address, lease.PrefixLength), lease.PrefixLength);
        return lease with
        {
            // A router that is not on the link cannot be reached without routes nobody gave.
            Routers = [.. Hosts<RoutersOption>(options).Where(r => subnet.Contains(r) && !r.Equals(lease.Address))],
            Routes = options.TryGet<StaticRoutesOption, IReadOnlyList<DhcpRoute>>(out var routes) ? Usable(routes, lease) : [],
        };
    }

    private static DhcpRoute[] Usable(IReadOnlyList<DhcpRoute> routes, DhcpLease lease) =>
        [.. routes.Where(r => r.IsOnLink || (AddressRules.IsHost(r.Router) && !r.Router.Equals(lease.Address))).Distinct()];

    private static IPAddress[] Hosts<TOption>(DhcpOptions options)
        where TOption : IDhcpOption<IReadOnlyList<IPAddress>> =>
        options.TryGet<TOption, IReadOnlyList<IPAddress>>(out var addresses) ? [.. addresses.Where(AddressRules.IsHost).Distinct()] : [];
}
