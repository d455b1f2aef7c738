using System.Net;
using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Dhcp.V6;

/// <summary>Makes a lease of an ADVERTISE or REPLY, or says why it cannot be used.</summary>
internal static class LeaseReader
{
    private const uint Forever = uint.MaxValue;

    /// <summary>Reads it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="iaid">The client's association.</param>
    /// <param name="current">The address the client has; null for none.</param>
    /// <param name="server">Where the message came from.</param>
    /// <param name="obtained">When the message that it answers was sent.</param>
    /// <returns>The lease, or why there is none.</returns>
    public static LeaseAnswer Read(DhcpMessage message, uint iaid, IPAddress? current, IPAddress server, TimeSpan obtained)
    {
        var options = message.Options;
        if (!options.TryGet<ServerIdOption, byte[]>(out var serverId))
        {
            return new LeaseAnswer(null, "it names no server");
        }

        if (TryGetFailure(options, out var failure))
        {
            return new LeaseAnswer(null, failure.ToString(), failure.Code);
        }

        if (options.GetAll<IaNaOption, IaNa>().FirstOrDefault(i => i.Iaid == iaid) is not { } association)
        {
            return new LeaseAnswer(null, "it has nothing for this client");
        }

        // To be dealt with as if it had not come (RFC 8415, 21.4).
        if (association.T1 > association.T2 && association.T2 > 0)
        {
            return new LeaseAnswer(null, $"its T1 of {association.T1} s is after its T2 of {association.T2} s");
        }

        if (TryGetFailure(association.Options, out failure))
        {
            return new LeaseAnswer(null, failure.ToString(), failure.Code);
        }

        var offered = association.Options.GetAll<IaAddressOption, IaAddress>().ToArray();
        if (Choose(offered, current) is not { } chosen)
        {
            var isWithdrawn = current is not null && Array.Exists(offered, a => a.Valid == 0 && a.Address.Equals(current));
            return new LeaseAnswer(null, offered.Length == 0 ? "it has no address" : Problem(offered[0]), IsWithdrawn: isWithdrawn);
        }

        return new LeaseAnswer(WithTimes(association, chosen, new DhcpLease
        {
            Message = message,
            ServerId = serverId,
            Address = chosen.Address,
            PrefixLength = DhcpLease.Length,
            Server = server,
            Obtained = obtained,
            NameServers = Hosts<DnsServersOption>(options),
            Search = options.TryGet<DomainListOption, IReadOnlyList<string>>(out var search) ? search : [],
            NtpServers = [.. Hosts<NtpServerOption>(options).Concat(Hosts<SntpServersOption>(options)).Distinct()],
        }));
    }

    /// <summary>The address the client has if it is still lent, else the one that is preferred longest.</summary>
    private static IaAddress? Choose(IaAddress[] offered, IPAddress? current)
    {
        IaAddress? best = null;
        foreach (var address in offered)
        {
            if (Problem(address).Length > 0)
            {
                continue;
            }

            if (address.Address.Equals(current))
            {
                return address;
            }

            best = best is null || address.Preferred > best.Preferred ? address : best;
        }

        return best;
    }

    /// <summary>Why an address is no good; empty when it is.</summary>
    private static string Problem(IaAddress address) =>
        !AddressRules.IsLendable(address.Address) ? $"{address.Address} is no host's address"
        : address.Valid == 0 ? $"the lifetime of {address.Address} is zero"
        : address.Preferred > address.Valid ? $"{address.Address} is preferred for {address.Preferred} s and valid for {address.Valid} s only"
        : TryGetFailure(address.Options, out var failure) ? $"{address.Address}: {failure}"
        : "";

    private static bool TryGetFailure(DhcpOptions options, out Status status) =>
        options.TryGet<StatusCodeOption, Status>(out status) && status.Code != StatusCode.Success;

    /// <summary>
    /// T1 and T2 as the server says if they make sense, else half and four fifths of the time that the address is preferred, which are what
    /// RFC 8415, 14.2 and 21.4, has servers say.
    /// </summary>
    private static DhcpLease WithTimes(IaNa association, IaAddress address, DhcpLease lease)
    {
        if (address.Valid == Forever)
        {
            return lease with
            {
                Renews = At(association.T1 is 0 or Forever ? null : association.T1),
                Rebinds = At(association.T2 is 0 or Forever ? null : association.T2),
            };
        }

        double span = address.Preferred > 0 ? address.Preferred : address.Valid;
        var t2 = association.T2 > 0 && association.T2 < address.Valid ? association.T2 : span * 0.8;
        var t1 = association.T1 > 0 && association.T1 <= t2 ? association.T1 : span * 0.5;
        return lease with { Renews = At(Math.Min(t1, t2)), Rebinds = At(t2), Expires = At(address.Valid) };

        TimeSpan? At(double? seconds) => seconds is { } s ? lease.Obtained + TimeSpan.FromSeconds(s) : null;
    }

    private static IPAddress[] Hosts<TOption>(DhcpOptions options)
        where TOption : IDhcpOption<IReadOnlyList<IPAddress>> =>
        options.TryGet<TOption, IReadOnlyList<IPAddress>>(out var addresses) ? [.. addresses.Where(AddressRules.IsHost).Distinct()] : [];
}
