namespace CniChain.Wire;

/// <summary>What a frame is.</summary>
public enum FrameType : byte
{
    /// <summary>Client to host: one request, the first frame of a connection.</summary>
    Request = 1,

    /// <summary>Host to client: the request was read whole and is being worked on. Has no field.</summary>
    Accepted = 2,

    /// <summary>Host to client: bytes for the caller's stderr.</summary>
    Log = 3,

    /// <summary>Host to client: the end.</summary>
    Reply = 4,

    /// <summary>Client to host, after a request that announced it: the reply has been handed on, exit status 0. Has no field.</summary>
    Acknowledged = 5,
}
