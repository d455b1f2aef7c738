using System.Diagnostics;
using CniChain.Testing;

namespace CniChain.Host.Tests;

/// <summary><c>cnichaind run</c> as a process of its own, in a node's namespace.</summary>
internal sealed class RunProcess : IDisposable
{
    private readonly Process _process;

    private RunProcess(Process process) => _process = process;

    /// <summary>
    /// cnichaind as its own project builds it. The copy beside the tests lacks what ASP.NET Core, which is there for the tests alone,
    /// brings as well.
    /// </summary>
    public static string HostProgram { get; } = FindHostProgram();

    public int Id => _process.Id;

    /// <summary>Starts it.</summary>
    /// <param name="host">State, plugins and namespaces.</param>
    /// <param name="command">CNI_COMMAND.</param>
    /// <param name="config">Stdin.</param>
    /// <param name="variables">More variables.</param>
    public static async Task<RunProcess> StartAsync(ChainFixture host, string command, string config, params (string Name, string Value)[] variables)
    {
        var info = new ProcessStartInfo(HostProgram, "run")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in info.Environment.Keys.Where(k => k.StartsWith("OTEL_", StringComparison.Ordinal)).ToArray())
        {
            info.Environment.Remove(name);
        }

        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[
            ("CNI_COMMAND", command), ("CNI_CONTAINERID", "c1"), ("CNI_IFNAME", "eth0"), ("CNI_NETNS", host.Container.Path),
            ("CNI_PATH", host.PathOf("cni-path")), ("CNICHAIN_STATE", host.Options.StateDirectory), ("CNICHAIN_PLUGINS", ChainFixture.TestPlugins),
            ("DOTNET_EnableDiagnostics", "0"), // As cnichain starts it: killed, it would leave a debugger's socket in /tmp.
            .. variables])
        {
            info.Environment[name] = value;
        }

        var process = host.Node.Namespace.Run(() => Process.Start(info)!);
        await process.StandardInput.WriteAsync(config);
        process.StandardInput.Close();
        return new RunProcess(process);
    }

    public async Task<Answer> AnswerAsync()
    {
        var stdout = _process.StandardOutput.ReadToEndAsync();
        var stderr = _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return new Answer(_process.ExitCode, await stdout, await stderr);
    }

    /// <summary>Reads stdout to its end, which may come before the process's.</summary>
    public Task<string> StdoutAsync() => _process.StandardOutput.ReadToEndAsync();

    /// <summary>Closes the reader's end of its stdout.</summary>
    public void LeaveStdout() => _process.StandardOutput.Close();

    /// <summary>Its end, for who has left its stdout.</summary>
    public async Task<(int ExitCode, string Stderr)> EndAsync()
    {
        var stderr = await _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, stderr);
    }

    public void Dispose() => _process.Dispose();

    private static string FindHostProgram()
    {
        // bin/<configuration>/<framework>/ of this project.
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.Combine(RepositoryPaths.Root, "host", "CniChain.Host", "bin", output.Parent!.Name, output.Name, "cnichaind");
    }
}
