namespace CniChain;

/// <summary>Optional, beside <see cref="ICniPlugin"/>: says what a plugin holds on this node for a network, object by object.</summary>
/// <remarks>
/// <para><c>cnichain gc NETWORK --dry-run</c> shows what a garbage collection would remove, and <c>cnichain gc NETWORK</c> what it did. So that
/// the two cannot differ, let <see cref="ICniPlugin.GcAsync"/> remove what the same code lists. A plugin without it is named as one that
/// does not say.</para>
/// <para>It is called under the same rules as GC: from any thread, never while another operation on the network runs. The host asks the
/// IPAM plugin itself; <see cref="CniContext.Ipam"/> need not be.</para>
/// </remarks>
public interface ICniInventory
{
    /// <summary>Lists the network's objects and changes none: kernel and files are only read.</summary>
    /// <param name="context">
    /// GC's context: <see cref="CniContext.ValidAttachments"/> decides what is <see cref="HeldObject.IsStale"/>, and an empty list means that
    /// everything is.
    /// </param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
    /// <returns>The objects in the order GC comes to them, each once; without those of other networks and of nobody the plugin knows.</returns>
    /// <exception cref="CniException">They could not be read.</exception>
    Task<IReadOnlyList<HeldObject>> ListAsync(CniContext context, CancellationToken cancellationToken);
}
