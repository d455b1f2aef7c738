namespace CniChain;

/// <summary>The IPAM plugin that the configuration's "ipam" names, called with the plugin's whole configuration (specification section 4).</summary>
/// <remarks>It may be an assembly or an executable. Every method throws <see cref="CniException"/> with the IPAM plugin's own code.</remarks>
public interface IIpam
{
    /// <summary>
    /// Whether "ipam" names a type; false in an IPAM plugin's own calls, whose configuration is its caller's. The other methods throw code 7
    /// when it is false.
    /// </summary>
    bool IsConfigured { get; }

    /// <summary>Asks for addresses. On failure the host has already sent the IPAM plugin a DEL.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Addresses, routes and DNS; no interfaces.</returns>
    Task<CniResult> AddAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Gives the addresses back. During the chain's DEL the host holds the release until every plugin's DEL has succeeded: an address
    /// must not go to somebody else while rules keyed to it may remain. A failure then becomes the chain's.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work.</returns>
    Task DelAsync(CancellationToken cancellationToken);

    /// <summary>Asks whether the addresses are still held.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work.</returns>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>Asks whether an address could be given.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work.</returns>
    Task StatusAsync(CancellationToken cancellationToken);

    /// <summary>Releases what is not valid any more.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The work.</returns>
    Task GcAsync(CancellationToken cancellationToken);
}
