namespace CniChain.Wire;

/// <summary>Why a frame's header is refused.</summary>
public enum HeaderFault
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The bytes are not this protocol's.</summary>
    NotOurs,

    /// <summary>The peer speaks another major version.</summary>
    OtherMajor,

    /// <summary>The body is longer than <see cref="WireProtocol.MaxBody"/>, or negative.</summary>
    TooLong,
}
