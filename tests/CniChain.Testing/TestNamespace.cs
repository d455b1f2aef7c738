using System.Diagnostics;
using System.Text.Json;
using CniChain.Linux;
using Xunit;

namespace CniChain.Testing;

/// <summary>A network namespace of a test's own, without a name, gone with everything in it when disposed of.</summary>
/// <remarks>Its file descriptor is the only thing that keeps it, so a killed test run leaves nothing behind either.</remarks>
public sealed class TestNamespace : IDisposable
{
    private TestNamespace(NetworkNamespace ns) => Namespace = ns;

    public NetworkNamespace Namespace { get; }

    /// <summary>A path by which other processes can enter it while this object is open.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{Namespace.Handle.DangerousGetHandle()}";

    /// <summary>A fresh namespace; the calling test is skipped when not run by root.</summary>
    public static TestNamespace Create()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: it makes a network namespace");
        return new TestNamespace(NetworkNamespace.Create());
    }

    /// <summary>Runs a command inside, its words separated by blanks, and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its errors.</exception>
    public string Exec(string command)
    {
        var (exitCode, output, error) = TryExec(command);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"'{command}' exited with {exitCode}: {error}{output}");
    }

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
        var start = new ProcessStartInfo("nsenter") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add($"--net={Path}");
        start.ArgumentList.Add("--");
        foreach (var word in command.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    public void Dispose() => Namespace.Dispose();
}
