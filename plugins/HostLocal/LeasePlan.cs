using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>Which addresses an ADD would be given now, without reserving any: somebody else's ADD may come first.</summary>
internal static class LeasePlan
{
    /// <exception cref="CniException">What ADD would fail with.</exception>
    public static CniPlan Make(HostLocalConfig config, IReadOnlyDictionary<int, IPAddress> wanted, CniDns dns)
    {
        LockedLeases.RefuseForeignLink(config.DataDir);

        // Names may be read without the lock, which is a file itself and would be made.
        using var files = OpenFolder.TryOpen(config.LeaseFolder);
        using var leases = files is null ? null : new LeaseFolder(files, Boot.Current);
        var objects = new List<PlannedObject>();
        var ips = new List<CniIp>(config.Sets.Count);
        AddFile(objects, config, "lock");
        foreach (var set in config.Sets)
        {
            var (address, range) = wanted.TryGetValue(set.Index, out var asked) ? Requested(set, asked, leases) : Next(set, leases);
            ips.Add(new CniIp { Address = new IpPrefix(address, range.Subnet.PrefixLength), Gateway = range.Gateway });
            AddFile(objects, config, address.ToString());
            AddFile(objects, config, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"last_reserved_ip.{set.Index}"));
        }

        return new CniPlan { Objects = objects, Result = new CniResult { Ips = ips, Routes = config.Routes, Dns = dns } };
    }

    private static (IPAddress Address, AddressRange Range) Requested(RangeSet set, IPAddress address, LeaseFolder? leases)
    {
        var range = set.RangeOf(address)!;
        if (address.Equals(range.Gateway))
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig, $"host-local: the requested address {address} is the gateway of {range.Subnet}; ask for another");
        }

        return leases?.Find(address) is { IsOrphan: false } lease
            ? throw new CniException(CniErrorCode.TryAgainLater, $"host-local: the requested address {address} is held by {lease.Owner}; ask for another")
            : (address, range);
    }

    private static (IPAddress Address, AddressRange Range) Next(RangeSet set, LeaseFolder? leases)
    {
        HashSet<IPAddress> held = leases is null ? [] : [.. leases.Addresses()];
        foreach (var candidate in set.From(leases?.ReadLast(set.Index)))
        {
            if (!held.Contains(candidate.Address))
            {
                return candidate;
            }
        }

        throw new CniException(CniErrorCode.TryAgainLater, $"host-local: no address is free in {set}: all {set.Count} are leased");
    }

    private static void AddFile(List<PlannedObject> objects, HostLocalConfig config, string name)
    {
        var path = Path.Combine(config.LeaseFolder, name);
        var action = !File.Exists(path) ? PlanAction.Create : name == "lock" ? PlanAction.Use : PlanAction.Change;
        objects.Add(new PlannedObject { Kind = "file", Name = path, Action = action });
    }
}
