namespace CniChain;

/// <summary>Optional, beside <see cref="ICniPlugin"/>: counts what a network holds already, for metrics that are right before its first operation.</summary>
/// <remarks>
/// <para>A plugin that reports how much it holds (leases, ports) by an observable instrument learns of a network with the first ADD or DEL. A
/// resident host that was started anew would report nothing until then, so, where it exports metrics, it calls this once at its start
/// for every network in its journal.</para>
/// <para>It is called beside the first operations, also those on the same network, from any thread. The host asks the IPAM plugin
/// itself; <see cref="CniContext.Ipam"/> need not be.</para>
/// </remarks>
public interface ICniFigures
{
    /// <summary>Counts what the network holds; kernel and files are only read.</summary>
    /// <param name="context">
    /// The configuration of the network's last ADD, with the verb <see cref="CniVerb.Status"/> and without an attachment.
    /// <see cref="CniContext.HostNetns"/> is the host process's own.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the host ends.</param>
    /// <returns>The work. A failure is a line in the host's log.</returns>
    Task CountAsync(CniContext context, CancellationToken cancellationToken);
}
