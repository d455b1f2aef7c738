namespace CniChain;

/// <summary>Lines for the person on call. They go to the host's log and to the caller's stderr, never into the result.</summary>
public interface ICniLog
{
    /// <summary>Something that went as meant and is worth a line.</summary>
    /// <param name="message">The line.</param>
    void Info(string message);

    /// <summary>Something that was worked around or left undone.</summary>
    /// <param name="message">The line.</param>
    void Warn(string message);
}
