namespace CniChain;

/// <summary>A failure as the runtime will read it: a code, one sentence, and optionally more.</summary>
/// <remarks>
/// A plugin throws it for every failure whose cause it knows. Any other exception that leaves a plugin is reported with
/// <see cref="CniErrorCode.Internal"/> (999) and the exception's own message.
/// </remarks>
public class CniException : Exception
{
    /// <summary>Creates a failure.</summary>
    /// <param name="code">The specification's code.</param>
    /// <param name="message">One sentence for the person on call: what failed, the object's name and value, what to do.</param>
    /// <param name="details">More text, or null for none.</param>
    /// <param name="innerException">The cause, or null.</param>
    public CniException(CniErrorCode code, string message, string? details = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Details = details;
    }

    /// <summary>The specification's code.</summary>
    public CniErrorCode Code { get; }

    /// <summary>The error's <c>details</c>; null when there are none.</summary>
    public string? Details { get; }
}
