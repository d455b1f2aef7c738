using CniChain.Plugins.Portmap.Configuration;
using CniChain.Plugins.Portmap.Planning;
using CniChain.Plugins.Portmap.Steps;

namespace CniChain.Plugins.Portmap;

/// <summary>Publishes ports of the container on the node; see README.md.</summary>
[CniPlugin("portmap")]
public sealed class PortmapPlugin : ICniPlugin, ICniConfigCheck, ICniPlan, ICniRepair, ICniInventory, ICniFigures, ICniRuleJoin
{
    /// <inheritdoc/>
    public bool NeedsPrevResult => true;

    /// <inheritdoc/>
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var config = PortmapConfigReader.Read(context.Config);
        var result = context.RequirePrevResult();
        var plan = PortPlanner.Plan(config, result, context.RequireAttachment());
        if (!plan.IsEmpty)
        {
            using var session = PortSession.Open(context);
            session.Publish(plan, context.EarlierRules, cancellationToken);
        }

        return Task.FromResult(result);
    }

    /// <inheritdoc/>
    public Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var session = PortSession.Open(context);
        session.Withdraw(DelRequest.Read(context), cancellationToken);
        session.WithdrawReferences(context.RequireAttachment());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var config = PortmapConfigReader.Read(context.Config);
        var plan = PortPlanner.Plan(config, context.RequirePrevResult(), context.RequireAttachment());
        if (!plan.IsEmpty)
        {
            using var session = PortSession.Open(context);
            session.Check(plan, context.RequireAttachment());
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StatusAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        _ = PortmapConfigReader.Read(context.Config);
        PortProbe.Run(context.HostNetns, context.Time);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task GcAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var session = PortSession.Open(context);
        session.CollectGarbage(NetworkOwners.Of(context), found => PluginMeter.Found(context.Config.Name, "element", found), cancellationToken);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HeldObject>> ListAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var session = PortSession.Open(context);
        return Task.FromResult<IReadOnlyList<HeldObject>>([.. session.List(NetworkOwners.Of(context)).Select(held => held.Object)]);
    }

    /// <inheritdoc/>
    public Task CountAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var session = PortSession.Open(context);
        session.Count();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void CheckConfig(CniContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _ = PortmapConfigReader.Read(context.Config);
    }

    /// <inheritdoc/>
    public Task<CniPlan> PlanAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var result = context.RequirePrevResult();
        var plan = PortPlanner.Plan(PortmapConfigReader.Read(context.Config), result, context.RequireAttachment());
        return Task.FromResult(new CniPlan { Objects = plan.IsEmpty ? [] : PortObjects.List(context.HostNetns, plan, result), Result = result });
    }

    /// <inheritdoc/>
    public Task RepairAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var plan = PortPlanner.Plan(PortmapConfigReader.Read(context.Config), context.RequirePrevResult(), context.RequireAttachment());
        if (!plan.IsEmpty)
        {
            using var session = PortSession.Open(context);
            session.Repair(plan, cancellationToken);
        }

        return Task.CompletedTask;
    }
}
