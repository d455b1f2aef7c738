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

    /// <summary>Takes back what a reply tells of (<see cref="CniReply.Made"/>) that reached nobody. Never throws.</summary>
    /// <param name="request">The request; of its descriptors HostNetns is still open.</param>
    /// <param name="made">What was made.</param>
    Task TakeBackAsync(WireRequest request, JournalEntry made);
}
