namespace CniChain;

/// <summary>What a plugin class may implement beside <see cref="ICniPlugin"/>: putting back what somebody took away from under an attachment.</summary>
/// <remarks>
/// <para><c>cnichain repair NETWORK</c> asks CHECK of every attachment in the host's journal, and of a plugin whose CHECK failed this; then
/// CHECK decides whether it helped. No runtime asks for it: it is not of the CNI specification.</para>
/// <para>It is called under the same rules as ADD: from any thread, never while another operation on the container runs. What is in
/// order must stay as it is, since the container is in use. A plugin that is executed, or has no such method, is reported as not
/// to be repaired.</para>
/// </remarks>
public interface ICniRepair
{
    /// <summary>
    /// Puts back what CHECK misses: addresses, routes, rules, flags, leases. The IPAM plugin, if it repairs, has been asked already. Throw
    /// where it cannot be done in place, as when the container's interface itself is gone; the message says that a new ADD is needed.
    /// </summary>
    /// <param name="context">
    /// The call as CHECK gets it, with the verb <see cref="CniVerb.Repair"/>: <see cref="CniContext.PrevResult"/> is the whole chain's
    /// final result and never null, <see cref="CniContext.Netns"/> the container's own namespace, never null.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the caller has gone.</param>
    /// <returns>The work.</returns>
    Task RepairAsync(CniContext context, CancellationToken cancellationToken);
}
