using System.Diagnostics;

namespace CniChain.Testing;

/// <summary>A process a test starts and waits for.</summary>
public static class Command
{
    /// <summary>How long a command may take before it is ended and its test fails.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Splits words at blanks; there is no quoting.</summary>
    public static string[] Words(string command) => command.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="input">Its stdin; null gives it an empty one.</param>
    /// <param name="environment">Its whole environment; null for the test's own.</param>
    /// <param name="timeout">When to end it; null for <see cref="DefaultTimeout"/>.</param>
    /// <exception cref="TimeoutException">It took too long and has been ended.</exception>
    public static CommandResult Run(
        IEnumerable<string> words,
        string? input = null,
        IReadOnlyDictionary<string, string>? environment = null,
        TimeSpan? timeout = null)
    {
        var all = words.ToArray();
        var line = string.Join(' ', all);
        using var process = Start(all, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        WriteInput(process, input);
        // Waits for the end of both streams too: a daemon that kept the caller's stdout open would hang its caller, and must fail here.
        if (!Task.WaitAll([output, error, process.WaitForExitAsync()], timeout ?? DefaultTimeout))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{line}' did not end in time, or something it started keeps its output open");
        }

        return new CommandResult(line, process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Starts a program with all three streams redirected.</summary>
    internal static Process Start(IReadOnlyList<string> words, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(words[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var word in words.Skip(1))
        {
            start.ArgumentList.Add(word);
        }

        if (environment is not null)
        {
            start.Environment.Clear();
            foreach (var (key, value) in environment)
            {
                start.Environment[key] = value;
            }
        }

        return Process.Start(start)!;
    }

    private static void WriteInput(Process process, string? input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // EPIPE: a program may end without reading its stdin, as one that answers VERSION does. What it printed is what counts.
        }
    }
}
