using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>IPAM from ranges of this node, its leases kept in files that the reference plugin shares.</summary>
[CniPlugin("host-local")]
public sealed class HostLocalPlugin : ICniPlugin
{
    /// <inheritdoc/>
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = HostLocalConfigReader.Read(context);
        var dns = config.ResolvConf is { } file ? ResolvConf.Read(file) : CniDns.Empty;
        var wanted = MatchRequests(config);
        var owner = LeaseOwner.Of(context.RequireAttachment());
        using var leases = LeaseDirectory.Open(config.LeaseDirectory, cancellationToken);
        var index = LeaseIndex.Open(leases, context.StateDirectory, context.Time);
        var reclaimer = new LeaseReclaimer(leases, BootTime.Read(), context.Log);
        RefuseSecondLease(config, leases, index, reclaimer, owner);

        var allocator = new Allocator(leases, reclaimer, owner);
        var ips = new List<CniIp>(config.Sets.Count);
        try
        {
            foreach (var set in config.Sets)
            {
                ips.Add(wanted.TryGetValue(set.Index, out var address) ? allocator.TakeRequested(set, address) : allocator.TakeNext(set));
            }
        }
        catch
        {
            ips.ForEach(ip => leases.Remove(ip.Address.Address));
            index.Set(owner, []);
            throw;
        }

        index.Set(owner, [.. ips.Select(ip => ip.Address.Address)]);
        return Task.FromResult(new CniResult { Ips = ips, Routes = config.Routes, Dns = dns });
    }

    /// <inheritdoc/>
    public Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = HostLocalConfigReader.Minimal(context);
        using var leases = LeaseDirectory.OpenExisting(config.LeaseDirectory, cancellationToken);
        if (leases is null)
        {
            return Task.CompletedTask;
        }

        var index = LeaseIndex.Open(leases, context.StateDirectory, context.Time);
        var owner = LeaseOwner.Of(context.RequireAttachment());
        var held = index.Find(owner);
        if (held.Count == 0)
        {
            // A file of an old release, without the interface's name; only where there is none with it.
            owner = owner with { IfName = null };
            held = index.Find(owner);
        }

        if (held.Count > 0)
        {
            foreach (var address in held)
            {
                leases.Remove(address);
            }

            index.Set(owner, []);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = HostLocalConfigReader.Read(context);
        var attachment = context.RequireAttachment();
        using var leases = LeaseDirectory.OpenExisting(config.LeaseDirectory, cancellationToken);
        var owner = LeaseOwner.Of(attachment);
        var held = leases is null ? [] : LeaseIndex.Open(leases, context.StateDirectory, context.Time).Find(owner);
        foreach (var ip in context.PrevResult?.Ips ?? [])
        {
            if (config.Sets.Any(s => s.RangeOf(ip.Address.Address) is not null) && !held.Contains(ip.Address.Address))
            {
                throw Missing($"{ip.Address.Address} is not leased to {owner} in {config.LeaseDirectory}");
            }
        }

        return held.Count > 0 ? Task.CompletedTask : throw Missing($"{owner} has no lease in {config.LeaseDirectory}");
    }

    /// <inheritdoc/>
    public Task StatusAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = HostLocalConfigReader.Read(context);
        try
        {
            using var leases = LeaseDirectory.Open(config.LeaseDirectory, cancellationToken);
            var taken = leases.Addresses().ToList();
            foreach (var set in config.Sets)
            {
                var used = taken.Count(a => set.RangeOf(a) is { } range && !a.Equals(range.Gateway));
                if ((UInt128)used >= set.Count)
                {
                    throw new CniException(
                        CniErrorCode.PluginNotAvailable,
                        $"host-local: no address is free in {set}: all {set.Count} are leased in {config.LeaseDirectory}");
                }
            }

            return Task.CompletedTask;
        }
        catch (CniException e) when (e.Code == CniErrorCode.IoFailure)
        {
            throw new CniException(CniErrorCode.PluginNotAvailable, e.Message, e.Details, e);
        }
    }

    /// <inheritdoc/>
    public Task GcAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = HostLocalConfigReader.Minimal(context);
        using var leases = LeaseDirectory.OpenExisting(config.LeaseDirectory, cancellationToken);
        if (leases is null)
        {
            return Task.CompletedTask;
        }

        var valid = context.ValidAttachments.Select(LeaseOwner.Of).ToHashSet();
        valid.UnionWith(context.ValidAttachments.Select(a => new LeaseOwner(a.ContainerId, null)));
        foreach (var address in leases.Addresses().ToList())
        {
            if (leases.TryRead(address, out var owner) && (owner is null || !valid.Contains(owner)))
            {
                leases.Remove(address);
                context.Log.Info($"host-local: released {address} of {owner?.ToString() ?? "nobody"}");
            }
        }

        LeaseIndex.Open(leases, context.StateDirectory, context.Time);
        return Task.CompletedTask;
    }

    /// <summary>Gives each set the address asked for from it.</summary>
    private static Dictionary<int, IPAddress> MatchRequests(HostLocalConfig config)
    {
        var wanted = new Dictionary<int, IPAddress>();
        var left = new List<IPAddress>(config.Requested);
        foreach (var set in config.Sets)
        {
            if (left.Find(a => set.RangeOf(a) is not null) is { } address)
            {
                wanted[set.Index] = address;
                left.Remove(address);
            }
        }

        return left.Count == 0
            ? wanted
            : throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"host-local: the requested {string.Join(", ", left)} cannot be given: each set of ranges gives one address out of its own ({string.Join("; ", config.Sets)})");
    }

    private static void RefuseSecondLease(
        HostLocalConfig config, LeaseDirectory leases, LeaseIndex index, LeaseReclaimer reclaimer, LeaseOwner owner)
    {
        foreach (var address in index.Find(owner))
        {
            if (config.Sets.Any(s => s.RangeOf(address) is not null) && !reclaimer.TryReclaim(address))
            {
                throw new CniException(
                    CniErrorCode.TryAgainLater,
                    $"host-local: {owner} holds {address} already in {leases.Path}; send DEL for it before another ADD");
            }
        }
    }

    private static CniException Missing(string what) => new(CniErrorCode.TryAgainLater, $"host-local: {what}");
}
