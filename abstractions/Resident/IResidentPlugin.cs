namespace CniChain;

/// <summary>What a plugin implements beside <see cref="ICniPlugin"/> when it has work of its own between calls, such as leases to renew.</summary>
/// <remarks>
/// <para>Only a resident host starts it: at its own start when the plugin's folder <see cref="IResidentHost.DataDirectory"/> is not empty,
/// else before the plugin's first call. In a process that serves a single request the verbs run without it: they put what has to be kept
/// into that folder, and a host that keeps it is then started (or goes on) by itself.</para>
/// <para>What must outlive the process stands in the folder before a verb returns. A host is killed, replaced by another release's, or
/// takes a plugin's newer assembly: the next object starts from the folder alone. For a moment both may run, so who works on the folder
/// between calls holds a lock in it.</para>
/// <para>Called on a pool thread, never twice at once. What it throws from <see cref="StartAsync"/> fails the call that caused the start,
/// and the next call tries again.</para>
/// </remarks>
public interface IResidentPlugin
{
    /// <summary>Whether there is anything to keep: the host then does not end for idleness. Asked every second; answer from memory.</summary>
    bool KeepsHost { get; }

    /// <summary>Takes up what the folder holds and goes on in the background; returns once calls may come.</summary>
    /// <param name="host">What the host offers, until <see cref="StopAsync"/> has returned.</param>
    /// <param name="cancellationToken">Cancelled when the host ends meanwhile.</param>
    /// <returns>The start.</returns>
    Task StartAsync(IResidentHost host, CancellationToken cancellationToken);

    /// <summary>Ends the background work and gives the folder's lock back. What is kept stays in the folder.</summary>
    /// <param name="cancellationToken">Cancelled when the host will not wait any longer.</param>
    /// <returns>The end.</returns>
    Task StopAsync(CancellationToken cancellationToken);
}
