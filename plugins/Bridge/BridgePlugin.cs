using CniChain.Plugins.Bridge.Verbs;

namespace CniChain.Plugins.Bridge;

/// <summary>Attaches containers to a Linux bridge by a veth each, as the reference plugin of this name does.</summary>
[CniPlugin("bridge")]
public sealed class BridgePlugin : ICniPlugin, ICniConfigCheck, ICniPlan, ICniRepair, ICniInventory
{
    /// <inheritdoc/>
    public bool MakesInterface => true;

    /// <inheritdoc/>
    public async Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Args.RefuseUnknown("MAC");
        using var add = new AddAttachment(context, BridgeConfigReader.Read(context.Config, context.Args));
        return await add.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RemoveAttachment.RunAsync(context, ReadForRemoval(context), cancellationToken);
    }

    /// <inheritdoc/>
    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return CheckAttachment.RunAsync(context, BridgeConfigReader.Read(context.Config, context.Args), cancellationToken);
    }

    /// <inheritdoc/>
    public Task StatusAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Readiness.RunAsync(context, BridgeConfigReader.Read(context.Config, context.Args), cancellationToken);
    }

    /// <inheritdoc/>
    public Task GcAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return CollectGarbage.RunAsync(context, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HeldObject>> ListAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult(CollectGarbage.List(context));
    }

    /// <inheritdoc/>
    public void CheckConfig(CniContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _ = BridgeConfigReader.Read(context.Config, context.Args);
    }

    /// <inheritdoc/>
    public Task<CniPlan> PlanAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return PlanAttachment.RunAsync(context, BridgeConfigReader.Read(context.Config, context.Args), cancellationToken);
    }

    /// <inheritdoc/>
    public Task RepairAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        RepairAttachment.Run(context, BridgeConfigReader.Read(context.Config, context.Args), cancellationToken);
        return Task.CompletedTask;
    }

    /// <summary>A configuration that ADD refused, or that was changed since, must not keep DEL from removing what there is.</summary>
    private static BridgeConfig? ReadForRemoval(CniContext context)
    {
        try
        {
            return BridgeConfigReader.Read(context.Config, context.Args);
        }
        catch (CniException e)
        {
            context.Log.Warn($"{e.Message}; removing whatever belongs to {context.RequireAttachment()}");
            return null;
        }
    }
}
