using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>IPAM from ranges of this node, its leases kept in files that the reference plugin shares.</summary>
[CniPlugin("host-local")]
public sealed class HostLocalPlugin : ICniPlugin, ICniConfigCheck, ICniPlan, ICniRepair, ICniInventory, ICniFigures
{
    private readonly LeaseMemory _memory = new();

    /// <inheritdoc/>
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = HostLocalConfigReader.Read(context);
        var dns = config.ResolvConf is { } file ? ResolvConf.Read(file) : CniDns.Empty;
        var wanted = MatchRequests(config);
        var owner = LeaseOwner.Of(context.RequireAttachment());
        using var locked = LockedLeases.Open(config, cancellationToken);
        var leases = locked.Folder;
        var index = Index(leases, context);
        var reclaimer = new LeaseReclaimer(leases, context.Log);
        PoolFigures.Changed(leases, config, [], 0, index.WasChanged);
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
            allocator.GiveBack();
            index.Keep();
            PoolFigures.Changed(leases, config, [], 0, isStale: reclaimer.Reclaimed > 0);
            throw;
        }

        index.Add(owner, allocator.Taken);
        PoolFigures.Changed(leases, config, allocator.Taken, 1, isStale: reclaimer.Reclaimed > 0);
        return Task.FromResult(new CniResult { Ips = ips, Routes = config.Routes, Dns = dns });
    }

    /// <inheritdoc/>
    public Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = HostLocalConfigReader.Minimal(context);
        using var locked = OpenExisting(config, context, cancellationToken);
        if (locked is null)
        {
            return Task.CompletedTask;
        }

        var index = Index(locked.Folder, context);
        var owner = LeaseOwner.Of(context.RequireAttachment());
        var held = index.Find(owner);
        if (held.Count == 0)
        {
            // A file of an old release, without the interface's name; only where there is none with it.
            owner = owner.WithoutIfName;
            held = index.Find(owner);
        }

        if (held.Count > 0)
        {
            held.ForEach(locked.Folder.Remove);
            index.Remove(owner, held);
        }

        PoolFigures.Changed(locked.Folder, config, held, -1, index.WasChanged);

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = HostLocalConfigReader.Read(context);
        var owner = LeaseOwner.Of(context.RequireAttachment());
        using var locked = OpenExisting(config, context, cancellationToken);
        var index = locked is null ? null : Index(locked.Folder, context);
        List<IPAddress> held = index is null ? [] : [.. index.Find(owner), .. index.Find(owner.WithoutIfName)];
        foreach (var ip in context.PrevResult?.Ips ?? [])
        {
            if (config.Sets.Any(s => s.RangeOf(ip.Address.Address) is not null) && !held.Contains(ip.Address.Address))
            {
                throw Missing($"{ip.Address.Address} is not leased to {owner}", config);
            }
        }

        return held.Count > 0 ? Task.CompletedTask : throw Missing($"{owner} has no lease", config);
    }

    /// <inheritdoc/>
    public Task RepairAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = HostLocalConfigReader.Read(context);
        var owner = LeaseOwner.Of(context.RequireAttachment());
        using var locked = LockedLeases.Open(config, cancellationToken);
        var index = Index(locked.Folder, context);
        List<IPAddress> held = [.. index.Find(owner), .. index.Find(owner.WithoutIfName)];
        var allocator = new Allocator(locked.Folder, new LeaseReclaimer(locked.Folder, context.Log), owner);
        foreach (var ip in context.RequirePrevResult().Ips)
        {
            if (config.Sets.FirstOrDefault(s => s.RangeOf(ip.Address.Address) is not null) is { } set && !held.Contains(ip.Address.Address))
            {
                allocator.TakeBack(set, ip.Address.Address);
            }
        }

        index.Add(owner, allocator.Taken);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StatusAsync(CniContext context, CancellationToken cancellationToken)
    {
        PoolStatus.Require(HostLocalConfigReader.Read(context));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task GcAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = HostLocalConfigReader.Minimal(context);
        using var locked = OpenExisting(config, context, cancellationToken);
        if (locked is not null)
        {
            LeaseSweep.Run(locked.Folder, Index(locked.Folder, context), context);
            PoolFigures.Changed(locked.Folder, config, [], 0, isStale: true);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HeldObject>> ListAsync(CniContext context, CancellationToken cancellationToken)
    {
        using var locked = LockedLeases.OpenExisting(HostLocalConfigReader.Minimal(context), context.Log, cancellationToken);
        if (locked is null)
        {
            return Task.FromResult<IReadOnlyList<HeldObject>>([]);
        }

        var unreadable = new List<string>();
        IReadOnlyList<HeldObject> leases = [.. NetworkLeases.List(locked.Folder, context.ValidAttachments, unreadable).Select(l => l.Object)];
        unreadable.ForEach(problem => context.Log.Warn($"host-local: {problem}"));
        return Task.FromResult(leases);
    }

    /// <inheritdoc/>
    public Task CountAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = HostLocalConfigReader.Read(context, needsRanges: false);
        using var locked = OpenExisting(config, context, cancellationToken);
        if (locked is not null)
        {
            PoolFigures.Changed(locked.Folder, config, [], 0, isStale: true);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void CheckConfig(CniContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // Where the capability is declared, the runtime may bring the only ranges there are.
        var capability = context.Config.Root.GetSection("capabilities")?.GetOptionalBool("ipRanges");
        _ = HostLocalConfigReader.Read(context, needsRanges: capability is not true);
    }

    /// <inheritdoc/>
    public Task<CniPlan> PlanAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var config = HostLocalConfigReader.Read(context);
        var dns = config.ResolvConf is { } file ? ResolvConf.Read(file) : CniDns.Empty;
        return Task.FromResult(LeasePlan.Make(config, MatchRequests(config), dns));
    }

    private LeaseIndex Index(LeaseFolder leases, CniContext context) => new(leases, _memory.Of(leases.Path), context);

    private LockedLeases? OpenExisting(HostLocalConfig config, CniContext context, CancellationToken cancellationToken)
    {
        var locked = LockedLeases.OpenExisting(config, context.Log, cancellationToken);
        if (locked is null)
        {
            _memory.Forget(config.LeaseFolder);
        }

        return locked;
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
        HostLocalConfig config, LeaseFolder leases, LeaseIndex index, LeaseReclaimer reclaimer, LeaseOwner owner)
    {
        foreach (var address in (List<IPAddress>)[.. index.Find(owner), .. index.Find(owner.WithoutIfName)])
        {
            if (config.Sets.Any(s => s.RangeOf(address) is not null) && !reclaimer.TryReclaim(address))
            {
                throw new CniException(
                    CniErrorCode.TryAgainLater,
                    $"host-local: {owner} holds {address} already in {leases.Path}; send DEL for it before another ADD");
            }
        }
    }

    private static CniException Missing(string what, HostLocalConfig config) =>
        new(CniErrorCode.AttachmentChanged, $"host-local: {what} in {config.LeaseFolder}; run `cnichain repair`, or DEL and ADD the container again");
}
