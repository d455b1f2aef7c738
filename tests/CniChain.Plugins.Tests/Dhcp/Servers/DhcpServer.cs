using System.Diagnostics;
using System.Text;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Dhcp.Servers;

/// <summary>A real server, running in a namespace until disposed of.</summary>
internal sealed class DhcpServer : IDisposable
{
    private readonly StringBuilder _output = new();
    private Process _process;
    private readonly Func<Process> _start;

    private DhcpServer(Func<Process> start, string leaseFile)
    {
        _start = start;
        LeaseFile = leaseFile;
        _process = Begin();
    }

    public string LeaseFile { get; }

    /// <summary>What it printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>What it has on record.</summary>
    public string Leases => File.Exists(LeaseFile) ? File.ReadAllText(LeaseFile) : "";

    /// <summary>Starts one, and waits until it says that it serves.</summary>
    /// <param name="node">The node; its folder takes the server's files.</param>
    /// <param name="place">Where it runs.</param>
    /// <param name="program">The program; the test is skipped where it is not installed.</param>
    /// <param name="leaseFile">Its lease file.</param>
    /// <param name="ready">What its output holds once it serves; empty does not wait.</param>
    /// <param name="arguments">Its arguments.</param>
    public static DhcpServer Start(DhcpNode node, TestNamespace place, string program, string leaseFile, string ready, params string[] arguments)
    {
        var path = new[] { "/usr/sbin", "/usr/bin" }.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"needs {program}");
        var server = node.Own(new DhcpServer(
            () =>
            {
                var info = new ProcessStartInfo("nsenter", [$"--net={place.Path}", "--", path!, .. arguments])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    RedirectStandardInput = true,
                    WorkingDirectory = node.Folder,
                };
                info.Environment["KEA_PIDFILE_DIR"] = node.Folder;
                info.Environment["KEA_LOCKFILE_DIR"] = "none";
                return Process.Start(info)!;
            },
            leaseFile));
        server.WaitFor(ready);
        return server;
    }

    public void WaitFor(string text)
    {
        var started = Stopwatch.GetTimestamp();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, $"the server ended: {Output}");
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), $"no \"{text}\" in: {Output}");
            Thread.Sleep(20);
        }
    }

    /// <summary>Kills it, as an outage does.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Starts it again with its files as they are.</summary>
    public void Again() => _process = Begin();

    public void Dispose()
    {
        try
        {
            Kill();
        }
        catch (InvalidOperationException)
        {
            // Killed already.
        }
    }

    private Process Begin()
    {
        var process = _start();
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
