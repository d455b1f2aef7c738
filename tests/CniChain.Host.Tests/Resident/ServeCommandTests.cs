using System.Diagnostics;

namespace CniChain.Host.Tests.Resident;

/// <summary><c>cnichaind serve</c> as a process of its own.</summary>
public sealed class ServeCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cnichain-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Serve_WhereNobodyCanListen_SaysSoInALineAndExitsWith1()
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var (exit, stderr) = await ServeAsync(Path.Combine(file, "host.sock"));

        Assert.Equal(1, exit);
        Assert.Contains("no host can listen on", Assert.Single(stderr), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_AtAPathTooLongForASocket_SaysSo()
    {
        var (exit, stderr) = await ServeAsync(Path.Combine(_folder.FullName, new string('x', 120), "host.sock"));

        Assert.Equal(1, exit);
        Assert.Contains("107 bytes", Assert.Single(stderr), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WhoseStarterIsGone_GoesOn()
    {
        var socket = Path.Combine(_folder.FullName, "host.sock");
        using var serve = Start(socket, "exec 9>&-; exec 3> >(:); sleep 0.3; exec \"$0\" serve --ready-fd 3 --idle 1");

        await serve.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, serve.ExitCode);
        Assert.Contains("idle for", await serve.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string[] Stderr)> ServeAsync(string socket)
    {
        using var serve = Start(socket, "exec \"$0\" serve");
        var stderr = await serve.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await serve.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (serve.ExitCode, stderr.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static Process Start(string socket, string script)
    {
        var info = new ProcessStartInfo("bash", ["-c", script, RunProcess.HostProgram]) { RedirectStandardError = true };
        info.Environment["CNICHAIN_SOCKET"] = socket;
        return Process.Start(info)!;
    }
}
