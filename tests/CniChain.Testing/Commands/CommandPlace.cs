using System.Text.Json;

namespace CniChain.Testing;

/// <summary>Somewhere commands run: a namespace, a node, a container.</summary>
public abstract class CommandPlace
{
    /// <summary>The words that enter the place, put before a command's own: <c>nsenter --net=... --</c>.</summary>
    protected abstract IReadOnlyList<string> Entry { get; }

    /// <summary>Runs a command inside, its words separated by blanks, and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its errors.</exception>
    public string Exec(string command) => Run(Command.Words(command)).Checked().Output;

    /// <summary>Runs a shell script inside and returns what it printed; it stops at the first command that fails.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its errors.</exception>
    public string Shell(string script) => Run(["sh", "-euc", script]).Checked().Output;

    /// <summary>Runs a command inside and parses the JSON it printed, as of <c>ip -j -d link</c>.</summary>
    public JsonElement ExecJson(string command)
    {
        var output = Exec(command);
        using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(output) ? "[]" : output);
        return document.RootElement.Clone();
    }

    /// <summary>Runs a command inside and returns how it ended and what it printed.</summary>
    public (int ExitCode, string Output, string Error) TryExec(string command)
    {
        var result = Run(Command.Words(command));
        return (result.ExitCode, result.Output, result.Error);
    }

    /// <summary>Runs a command whose words may hold blanks.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="input">Its stdin; null gives it an empty one.</param>
    /// <param name="environment">Its whole environment; null for the test's own.</param>
    /// <param name="timeout">When to end it; null for a minute.</param>
    public CommandResult Run(
        IEnumerable<string> words,
        string? input = null,
        IReadOnlyDictionary<string, string>? environment = null,
        TimeSpan? timeout = null) =>
        Command.Run(Entry.Concat(words), input, environment, timeout);
}
