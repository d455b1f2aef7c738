namespace CniChain.Wire;

/// <summary>The fields of frames. A number is never used again for something else.</summary>
public enum Field : ushort
{
    /// <summary>Request: what is asked, a <see cref="RequestKind"/> (4 bytes). Absent: a CNI request.</summary>
    Kind = 1,

    /// <summary>Request: the plugin type the client was invoked as. Absent: the chain in the configuration.</summary>
    InvokedAs = 2,

    /// <summary>Request, repeated: one environment variable, "NAME=value".</summary>
    Environment = 3,

    /// <summary>Request: what stood on stdin.</summary>
    Input = 4,

    /// <summary>Request: which descriptors came along, in order: a set of <see cref="Descriptors"/> bits (4 bytes).</summary>
    Descriptors = 5,

    /// <summary>Request: how long the client will wait, in milliseconds (4 bytes). Absent: the host's own limit.</summary>
    Deadline = 6,

    /// <summary>Request: the client will send an Acknowledged frame (4 bytes, 1). Absent: it will not.</summary>
    Acknowledges = 7,

    /// <summary>Reply: the exit status (4 bytes). Absent: 0.</summary>
    ExitCode = 16,

    /// <summary>Reply: what goes to stdout. Log: what goes to stderr.</summary>
    Output = 17,
}
