using CniChain.Plugins;

namespace CniChain.Examples.Dscp;

/// <summary>Marks what a pod sends with the class of service that its annotation names.</summary>
[CniPlugin("dscp")]
public sealed class DscpPlugin : ICniPlugin, ICniConfigCheck, ICniPlan, ICniInventory
{
    /// <inheritdoc/>
    public bool NeedsPrevResult => true;

    /// <inheritdoc/>
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        var result = context.RequirePrevResult();
        if (DscpConfig.Read(context.Config).Value is { } value)
        {
            using var host = NetworkSide.Open(context.HostNetns);
            KernelFailure.Guard($"mark packets with DSCP {value}", () => OwnedElements.Put(
                host.Nft,
                [.. Elements(value, result)],
                context.RequireAttachment().OwnerTag,
                batch => DscpRules.Define(batch, value),
                context.Log));
        }

        return Task.FromResult(result);
    }

    /// <inheritdoc/>
    public Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        var owner = context.RequireAttachment().OwnerTag;
        Remove(context, comment => comment == owner);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        if (DscpConfig.Read(context.Config).Value is { } value)
        {
            using var host = NetworkSide.Open(context.HostNetns);
            var owner = context.RequireAttachment().OwnerTag;
            foreach (var element in Elements(value, context.RequirePrevResult()))
            {
                if (!host.Nft.HasTable(DscpRules.Table) || host.Nft.FindElement(element.Set, element.Key)?.Comment != owner)
                {
                    throw new CniException(CniErrorCode.AttachmentChanged, $"dscp: {element.Key} is not in set {element.Set}, so its packets do not get DSCP {value}");
                }
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StatusAsync(CniContext context, CancellationToken cancellationToken)
    {
        _ = DscpConfig.Read(context.Config);
        using var host = NetworkSide.Open(context.HostNetns);
        return host.HasNftables
            ? Task.CompletedTask
            : throw new CniException(CniErrorCode.PluginNotAvailable, "dscp needs nftables, which this host does not have; load nf_tables");
    }

    /// <inheritdoc/>
    public Task GcAsync(CniContext context, CancellationToken cancellationToken)
    {
        Remove(context, NetworkOwners.Of(context).IsStale);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HeldObject>> ListAsync(CniContext context, CancellationToken cancellationToken)
    {
        using var host = NetworkSide.Open(context.HostNetns);
        IReadOnlyList<Held<OwnedElement>> held = host.HasNftables
            ? KernelFailure.Guard("list DSCP marks", () => OwnedElements.List(host.Nft, DscpRules.Table, NetworkOwners.Of(context)))
            : [];
        return Task.FromResult<IReadOnlyList<HeldObject>>([.. held.Select(h => h.Object)]);
    }

    /// <inheritdoc/>
    public void CheckConfig(CniContext context) => _ = DscpConfig.Read(context.Config);

    /// <inheritdoc/>
    public Task<CniPlan> PlanAsync(CniContext context, CancellationToken cancellationToken)
    {
        var result = context.RequirePrevResult();
        var objects = new List<PlannedObject>();
        if (DscpConfig.Read(context.Config).Value is { } value)
        {
            objects.Add(new PlannedObject { Kind = "nft chain", Name = $"{DscpRules.Table} {DscpRules.Chain(value)}", Detail = $"ip dscp set {value}" });
            objects.AddRange(Elements(value, result).Select(e => new PlannedObject
            {
                Kind = "nft element",
                Name = $"{e.Set} {e.Key}",
                Detail = context.RequireAttachment().OwnerTag,
            }));
        }

        return Task.FromResult(new CniPlan { Objects = objects, Result = result });
    }

    private static IEnumerable<OwnedElement> Elements(byte value, CniResult result) => result.Ips.Select(ip => DscpRules.Element(value, ip.Address));

    private static void Remove(CniContext context, Func<string?, bool> isUnwanted)
    {
        using var host = NetworkSide.Open(context.HostNetns);
        if (host.HasNftables)
        {
            KernelFailure.Guard("remove DSCP marks", () => DscpRules.Remove(host.Nft, isUnwanted));
        }
    }
}
