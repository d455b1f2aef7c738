using System.Globalization;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>The resident hosts of a node, seen from outside.</summary>
internal sealed class HostView(TestNode node)
{
    public const string Socket = "/run/cnichain/cnichain.sock";

    private const string LogFile = "/run/cnichain/host.log";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>The process ids, on the node, of hosts that stay.</summary>
    public IReadOnlyList<int> Processes =>
    [
        .. node.Shell("for p in /proc/[0-9]*; do if tr '\\0' ' ' < $p/cmdline 2> /dev/null | grep -q '^cnichaind serve'; then echo ${p#/proc/}; fi; done")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture)),
    ];

    /// <summary>What the hosts that calls started have logged.</summary>
    public string Log => File.Exists(node.HostPath(LogFile)) ? File.ReadAllText(node.HostPath(LogFile)) : "";

    /// <summary>What <c>cnichain host status --json</c> says.</summary>
    public System.Text.Json.JsonElement Status => node.ExecJson("/opt/cni/bin/cnichain host status --json");

    /// <summary>The one host there is.</summary>
    public int Process => Assert.Single(Processes);

    public void Signal(int process, string signal) => node.Exec($"kill -{signal} {process}");

    /// <summary>Stops it, and waits until all of its threads have: on a busy machine one may accept another call meanwhile.</summary>
    public void Stop(int process)
    {
        Signal(process, "STOP");
        Until(() => node.Shell($"cat /proc/{process}/task/*/stat").Split('\n', StringSplitOptions.RemoveEmptyEntries).All(IsStopped), "stopped");

        // proc_pid_stat(5): pid (comm) state, and comm may hold blanks.
        static bool IsStopped(string stat) => stat[(stat.LastIndexOf(')') + 2)..].StartsWith('T');
    }

    /// <summary>Waits until something is so.</summary>
    public static void Until(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < s_patience, $"for {s_patience.TotalSeconds} s: not {what}");
            Thread.Sleep(20);
        }
    }

    public void UntilGone(int process) => Until(() => !Processes.Contains(process), $"host {process} gone");
}
