using System.Collections.Concurrent;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>One host goes and another comes, and no caller notices.</summary>
public sealed class HandOverTests : ResidentTests
{
    [Fact]
    public async Task Sigterm_WhileAnAddRuns_FinishesItAndLeavesNewCallsToAnotherHost()
    {
        var (slow, quick) = (Node.AddContainer(), Node.AddContainer());
        var add = Task.Run(() => Calls.Slow(slow, "ADD").On(Node));
        Calls.UntilSlow(slow);
        var old = Host.Process;

        Host.Signal(old, "TERM");
        HostView.Until(() => !File.Exists(Node.HostPath(HostView.Socket)), "withdrawn");
        Assert.Equal("", Calls.Call(quick, "ADD").ErrorText);
        var successor = Host.Status.GetProperty("pid").GetInt32();
        Assert.NotEqual(old, successor);
        Assert.Contains(old, Host.Processes);
        Calls.LetSlowEnd();

        Assert.Equal("", (await add).ErrorText);
        Host.UntilGone(old);
        Assert.Equal(successor, Host.Process);
        Assert.Equal("", Calls.Slow(slow, "DEL").On(Node).ErrorText);
        Assert.Equal("", Calls.Call(quick, "DEL").ErrorText);
    }

    [Fact]
    public void HostCommand_StatusStopLogs_TellAndDoWhatTheySay()
    {
        const string Command = "/opt/cni/bin/cnichain host ";
        Assert.Equal(3, Node.TryExec(Command + "status").ExitCode);
        Assert.Equal("", Calls.Call(Node.AddContainer(), "ADD").ErrorText);
        var host = Host.Process;
        Assert.Contains($"{host}", Node.Exec(Command + "status"), StringComparison.Ordinal);

        Assert.Equal(0, Node.TryExec(Command + "stop").ExitCode);

        Host.UntilGone(host);
        Assert.Contains("stopping: asked to", Node.Exec(Command + "logs"), StringComparison.Ordinal);
        Assert.Equal(3, Node.TryExec(Command + "status").ExitCode);
    }

    [Fact]
    public async Task InstalledTree_ReplacedUnderLoad_LosesNoRequest()
    {
        var tree = new PrivateTree(Node);
        var containers = Node.AddContainers(4);
        Assert.All(Calls.AtOnce(containers, "ADD"), r => Assert.Equal("", r.ErrorText));
        Assert.All(Calls.AtOnce(containers, "DEL"), r => Assert.Equal("", r.ErrorText));
        var before = Node.Snapshot();
        var replies = new ConcurrentQueue<PluginReply>();
        var isOver = false;
        var load = containers.Select((container, i) => Task.Run(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                replies.Enqueue(Calls.Call(container, "ADD", 20000 + i));
                replies.Enqueue(Calls.Call(container, "DEL", 20000 + i));
            }
        })).ToList();

        for (var round = 0; round < 3; round++)
        {
            var old = Host.Status.GetProperty("pid").GetInt32();
            tree.InstallAgain();
            Host.UntilGone(old);
            var served = replies.Count;
            HostView.Until(() => replies.Count > served + 4, "calls served by the successor");
        }

        Volatile.Write(ref isOver, true);
        await Task.WhenAll(load);
        Assert.All(replies, r => Assert.Equal("", r.ErrorText));
        Assert.Contains("another release was installed", Host.Log, StringComparison.Ordinal);
        Node.AssertReturnsTo(before, Attached.OnlyContainers);
    }
}
