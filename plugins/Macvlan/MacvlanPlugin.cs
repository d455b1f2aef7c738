using CniChain.Plugins.Macvlan.Verbs;

namespace CniChain.Plugins.Macvlan;

/// <summary>Gives containers an interface of their own on a link of the host, as the reference plugin of this name does.</summary>
[CniPlugin("macvlan")]
public sealed class MacvlanPlugin : ICniPlugin, ICniConfigCheck, ICniPlan, ICniInventory
{
    /// <inheritdoc/>
    public bool MakesInterface => true;

    /// <inheritdoc/>
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AddAttachment.RunAsync(context, MacvlanConfigReader.Read(context.Config, context.Args), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RemoveAttachment.RunAsync(context, cancellationToken);
    }

    /// <inheritdoc/>
    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return CheckAttachment.RunAsync(context, MacvlanConfigReader.Read(context.Config, context.Args), cancellationToken);
    }

    /// <inheritdoc/>
    public Task StatusAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Readiness.RunAsync(context, MacvlanConfigReader.Read(context.Config, context.Args), cancellationToken);
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
        return Task.FromResult(CollectGarbage.List(context, cancellationToken));
    }

    /// <inheritdoc/>
    public void CheckConfig(CniContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _ = MacvlanConfigReader.Read(context.Config, context.Args);
    }

    /// <inheritdoc/>
    public Task<CniPlan> PlanAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return PlanAttachment.RunAsync(context, MacvlanConfigReader.Read(context.Config, context.Args), cancellationToken);
    }
}
