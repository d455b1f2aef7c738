namespace CniChain.Host.Resident;

/// <summary>What a connection hands its request to.</summary>
internal interface IRequestHandler
{
    /// <summary>Serves a request. Never throws: every failure is a reply.</summary>
    /// <param name="request">The request; the connection disposes it.</param>
    /// <param name="stderr">The caller's stderr. Writing to it never fails, also when the caller has gone.</param>
    /// <param name="cancellationToken">Cancelled when the caller has gone or its deadline has passed.</param>
    /// <returns>The answer.</returns>
    Task<CniReply> HandleAsync(WireRequest request, Stream stderr, CancellationToken cancellationToken);
}
