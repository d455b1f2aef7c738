using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Kernel;
using CniChain.Plugins.Portmap.Planning;
using Tmds.Linux;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>Puts a plan into the kernel.</summary>
/// <remarks>
/// 1. One transaction of elements alone, each exclusive: the claim to a port and its translation are the same element.
/// 2. Something is there already (EEXIST), or a chain went meanwhile (ENOENT): look who, decide, and send everything in one
///    transaction that is bound to what was looked at.
/// Asking for the chains first, rather than letting 1 fail, saves the 8 to 20 ms that a refused transaction takes.
/// </remarks>
internal sealed class PortPublisher(NftSocket nft, ICniLog log)
{
    /// <summary>Publishes.</summary>
    /// <param name="plan">What.</param>
    /// <param name="guard">The element of the guarded interface; null for none.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <returns>What was published by this attachment: the plan without the ports the container has through another network.</returns>
    /// <exception cref="CniException">Code 11: a port is another attachment's.</exception>
    public PortPlan Publish(PortPlan plan, PlannedElement? guard, CancellationToken cancellationToken)
    {
        try
        {
            nft.Commit(Batch(plan, guard, [], Scaffold.IsMissing(nft, plan)));
            return plan;
        }
        catch (NetlinkException e) when (e.Errno == LibC.EEXIST || e.Errno == LibC.ENOENT)
        {
            return GenerationGuard.Run(nft, generation => Replace(plan, guard, generation), cancellationToken);
        }
    }

    private PortPlan Replace(PortPlan plan, PlannedElement? guard, uint generation)
    {
        var claims = PortClaims.Examine(nft, plan);
        if (!claims.Plan.IsEmpty || claims.Replaced.Count > 0)
        {
            nft.Commit(Batch(claims.Plan, claims.Plan.LocalhostTarget is null ? null : guard, claims.Replaced, true), generation);
        }

        foreach (var port in claims.Elsewhere)
        {
            log.Info($"portmap: host port {port.Mapping} stays with the container's other network");
        }

        return claims.Plan;
    }

    private static NftBatch Batch(PortPlan plan, PlannedElement? guard, IReadOnlyList<PlannedElement> replaced, bool scaffold)
    {
        var batch = new NftBatch();
        if (scaffold)
        {
            Scaffold.Add(batch, PortTable.Table, Scaffold.Chains(plan));
        }

        batch.Delete(replaced);
        batch.Add(plan.Elements, exclusive: true);
        if (guard is not null)
        {
            batch.Add([guard], exclusive: false);
        }

        return batch;
    }
}
