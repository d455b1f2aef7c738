namespace CniChain;

/// <summary>
/// Optional, beside <see cref="ICniPlugin"/>: lets <c>cnichain plan</c> say what an ADD would do. A plugin without it is shown as not planned.
/// </summary>
public interface ICniPlan
{
    /// <summary>Works out what <see cref="ICniPlugin.AddAsync"/> would do with this context, and does none of it: kernel and files are only read.</summary>
    /// <remarks>
    /// <see cref="IIpam.AddAsync"/> of the context's IPAM plugin gives the addresses that would be given, and reserves none. The container need
    /// not exist: where <see cref="CniContext.Netns"/> is null, plan for an empty one.
    /// </remarks>
    /// <param name="context">The ADD's context.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="CniException">What ADD would fail with.</exception>
    Task<CniPlan> PlanAsync(CniContext context, CancellationToken cancellationToken);
}
