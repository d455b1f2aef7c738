namespace CniChain.Testing;

/// <summary>How a command ended.</summary>
/// <param name="Command">Its words, for messages.</param>
/// <param name="ExitCode">Its exit status.</param>
/// <param name="Output">All of stdout.</param>
/// <param name="Error">All of stderr.</param>
public sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>This, or an exception with everything it printed when it failed.</summary>
    public CommandResult Checked() => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"'{Command}' exited with {ExitCode}: {Error}{Output}");
}
