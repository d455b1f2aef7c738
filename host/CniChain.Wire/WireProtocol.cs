namespace CniChain.Wire;

/// <summary>The numbers both ends of the socket agree on.</summary>
/// <remarks>
/// A connection carries one request. The client sends a Request frame, with the descriptors of the two network namespaces as
/// SCM_RIGHTS on its first byte. The host answers Accepted as soon as it holds the whole request, any number of Log frames, and one
/// Reply. A connection that ends before Accepted may be tried again: nothing was begun. One that ends after it may not.
/// Closing the client's end cancels the request. A client that has announced it (<see cref="Field.Acknowledges"/>) says when it has handed
/// a reply with exit status 0 on, and waits for nothing more; closing without saying so tells that nobody has got it. A host that knows
/// nothing of this has closed its own end by then, which is no failure.
/// A frame is a header (see <see cref="FrameHeader"/>) and fields (see <see cref="FieldReader"/>). Peers of one major version
/// understand each other: an unknown field is passed over, an absent one has its default.
/// </remarks>
public static class WireProtocol
{
    /// <summary>A peer with another major version is refused.</summary>
    public const byte Major = 1;

    /// <summary>Tells what a peer may know beyond the first version; never a reason to refuse.</summary>
    public const byte Minor = 1;

    /// <summary>The longest frame body, in bytes: 4 MiB. A longer one is refused before it is read.</summary>
    public const int MaxBody = 4 * 1024 * 1024;

    /// <summary>Where the host listens unless CNICHAIN_SOCKET says otherwise.</summary>
    public const string DefaultSocket = "/run/cnichain/cnichain.sock";
}
