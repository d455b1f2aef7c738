namespace CniChain.Host.Resident;

/// <summary>A request that could not be read; the message is for the peer.</summary>
internal sealed class WireFault(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the peer is told to make of it.</summary>
    public CniErrorCode Code { get; init; } = CniErrorCode.DecodingFailure;
}
