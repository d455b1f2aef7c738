using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Linux.Route;
using CniChain.Plugins.Portmap.Kernel;
using CniChain.Plugins.Portmap.Planning;
using Tmds.Linux;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>Puts a plan into the kernel.</summary>
/// <remarks>
/// 1. One transaction of elements alone, each exclusive: the claim to a port and its translation are the same element.
/// 2. Where the interface towards the container is to be guarded for the first time: the same, bound to the moment its setting was
///    looked at, or a DEL that puts the setting back meanwhile would make what was seen look like what was there before.
/// 3. Something is there already (EEXIST), or a chain went meanwhile (ENOENT): look who, decide, and send everything in one
///    transaction that is bound to what was looked at.
/// Asking for the chains first, rather than letting 1 fail, saves the 8 to 20 ms that a refused transaction takes.
/// </remarks>
internal sealed class PortPublisher(NftSocket nft, LocalhostAccess localhost, ICniLog log)
{
    /// <summary>Publishes.</summary>
    /// <param name="plan">What.</param>
    /// <param name="link">The host's interface to guard; null for none.</param>
    /// <param name="earlier">The rules that the plugin before has left; made together with these, or, when the kernel refuses that, not at all.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <returns>What was published by this attachment: the plan without the ports the container has through another network.</returns>
    /// <exception cref="CniException">Code 11: a port is another attachment's.</exception>
    public PortPlan Publish(PortPlan plan, Link? link, PendingRules? earlier, CancellationToken cancellationToken)
    {
        var claims = PortClaims.Unexamined(plan);
        try
        {
            var guard = link is null ? null : localhost.FindGuard(nft, link, plan.OwnerTag);
            if (link is null || guard is not null)
            {
                return Commit(claims, guard, null, earlier);
            }

            using var alone = localhost.Lock(cancellationToken);
            return GenerationGuard.Run(nft, generation => Commit(claims, Guard(plan, link), generation, earlier), cancellationToken);
        }
        catch (NetlinkException e) when (e.Errno == LibC.EEXIST || e.Errno == LibC.ENOENT)
        {
            return Renew(plan, link, cancellationToken);
        }
    }

    /// <summary>Step 3 at once: whatever there is of this attachment's is replaced, and the chains are written anew.</summary>
    /// <inheritdoc cref="Publish"/>
    public PortPlan Renew(PortPlan plan, Link? link, CancellationToken cancellationToken)
    {
        using var alone = link is null ? null : localhost.Lock(cancellationToken);
        var earlier = new OwnedElements(nft).Everywhere(tag => tag == plan.OwnerTag);
        return GenerationGuard.Run(
            nft, generation => Commit(PortClaims.Examine(nft, plan, earlier), Guard(plan, link), generation), cancellationToken);
    }

    private PlannedElement? Guard(PortPlan plan, Link? link) => link is null ? null : localhost.Guard(nft, link, plan.OwnerTag);

    private PortPlan Commit(PortClaims claims, PlannedElement? guard, uint? generation, PendingRules? earlier = null)
    {
        var batch = Batch(claims, guard);
        if (earlier is not null)
        {
            batch.AddEarlier(earlier);
        }

        nft.Commit(batch, generation);
        earlier?.NoteMade();
        foreach (var port in claims.Elsewhere)
        {
            log.Info($"portmap: host port {port.Mapping} stays with the container's other network");
        }

        return claims.Plan;
    }

    private NftBatch Batch(PortClaims claims, PlannedElement? guard)
    {
        var batch = new NftBatch();
        var plan = claims.Plan;
        if (claims.Examined || Scaffold.IsMissing(nft, plan))
        {
            Scaffold.Add(batch, PortTable.Table, Scaffold.Chains(plan));
        }

        batch.Delete(claims.Replaced);
        batch.Add(plan.Elements, exclusive: true);
        if (guard is not null && plan.LocalhostTarget is not null)
        {
            batch.Add([guard], exclusive: false);
        }

        return batch;
    }
}
