namespace CniChain;

/// <summary>A network plugin that runs inside the host's process.</summary>
/// <remarks>
/// <para>Mark the class with <see cref="CniPluginAttribute"/> and give it a public constructor without parameters. The host makes one
/// object per loaded assembly and calls it from many threads at once for different attachments; operations on one container
/// never overlap, and GC never overlaps with anything on its network.</para>
/// <para>A plugin reports failure by throwing, <see cref="CniException"/> when it knows the cause. The host catches, undoes the
/// chain and answers the runtime. It does not catch for the plugin's own half-finished work outside the verbs: DEL after a
/// failed ADD must remove whatever that ADD left.</para>
/// <para>The calling thread is in no particular network namespace; act in <see cref="CniContext.Netns"/> and
/// <see cref="CniContext.HostNetns"/>. Never write to the console: stdout belongs to the result.</para>
/// </remarks>
public interface ICniPlugin
{
    /// <summary>ADD: attach, or adjust the attachment (CNI specification 1.1.0, section 2).</summary>
    /// <param name="context">The call.</param>
    /// <param name="cancellationToken">Cancelled when the runtime has gone or the deadline has passed; throw then, the host undoes.</param>
    /// <returns>The result: <see cref="CniContext.PrevResult"/>, changed or not, for a chained plugin; addresses for an IPAM plugin.</returns>
    Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken);

    /// <summary>DEL: remove everything ADD made. Absent things are success: no namespace, no prevResult, a second call.</summary>
    /// <param name="context">The call; <see cref="CniContext.Netns"/> is null when the namespace is gone.</param>
    /// <param name="cancellationToken">Cancelled when the deadline has passed.</param>
    /// <returns>The work.</returns>
    Task DelAsync(CniContext context, CancellationToken cancellationToken);

    /// <summary>CHECK: throw when anything ADD made is missing or changed. Changes by later plugins of the chain are tolerated.</summary>
    /// <param name="context">The call; <see cref="CniContext.PrevResult"/> is the whole chain's final result.</param>
    /// <param name="cancellationToken">Cancelled when the deadline has passed.</param>
    /// <returns>The work.</returns>
    Task CheckAsync(CniContext context, CancellationToken cancellationToken);

    /// <summary>STATUS: throw code 50 or 51 when ADD could not be served. By default asks the IPAM plugin.</summary>
    /// <param name="context">The call, without an attachment.</param>
    /// <param name="cancellationToken">Cancelled when the deadline has passed.</param>
    /// <returns>The work.</returns>
    Task StatusAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Ipam.IsConfigured ? context.Ipam.StatusAsync(cancellationToken) : Task.CompletedTask;
    }

    /// <summary>
    /// GC: remove everything this network owns that is not in <see cref="CniContext.ValidAttachments"/>; go on past errors and
    /// throw them together at the end. By default asks the IPAM plugin.
    /// </summary>
    /// <param name="context">The call, without an attachment.</param>
    /// <param name="cancellationToken">Cancelled when the deadline has passed.</param>
    /// <returns>The work.</returns>
    Task GcAsync(CniContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Ipam.IsConfigured ? context.Ipam.GcAsync(cancellationToken) : Task.CompletedTask;
    }
}
