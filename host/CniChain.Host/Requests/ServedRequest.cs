namespace CniChain.Host;

/// <summary>A request that has been served.</summary>
/// <param name="Reply">The answer.</param>
/// <param name="Network">The network; empty when the request did not get so far.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
internal sealed record ServedRequest(CniReply Reply, string Network, CniException? Failure);
