using System.Collections.Concurrent;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>One host goes and another comes, and no caller notices.</summary>
public sealed class HandOverTests : IDisposable
{
    private readonly TestNode _node = TestNode.Create();
    private readonly HostView _host;
    private readonly Calls _calls;

    public HandOverTests()
    {
        _host = new HostView(_node);
        _calls = new Calls(_node);
    }

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Sigterm_WhileAnAddRuns_FinishesItAndLeavesNewCallsToAnotherHost()
    {
        var (slow, quick) = (_node.AddContainer(), _node.AddContainer());
        var add = Task.Run(() => _calls.Slow(slow, "ADD").On(_node));
        _calls.UntilSlow(slow);
        var old = _host.Process;

        _host.Signal(old, "TERM");
        HostView.Until(() => !File.Exists(_node.HostPath(HostView.Socket)), "withdrawn");
        Assert.Equal("", _calls.Call(quick, "ADD").ErrorText);
        var successor = _host.Status.GetProperty("pid").GetInt32();
        Assert.NotEqual(old, successor);
        Assert.Contains(old, _host.Processes);
        _calls.LetSlowEnd();

        Assert.Equal("", (await add).ErrorText);
        _host.UntilGone(old);
        Assert.Equal(successor, _host.Process);
        Assert.Equal("", _calls.Slow(slow, "DEL").On(_node).ErrorText);
        Assert.Equal("", _calls.Call(quick, "DEL").ErrorText);
    }

    [Fact]
    public void HostCommand_StatusStopLogs_TellAndDoWhatTheySay()
    {
        const string Command = "/opt/cni/bin/cnichain host ";
        Assert.Equal(3, _node.TryExec(Command + "status").ExitCode);
        Assert.Equal("", _calls.Call(_node.AddContainer(), "ADD").ErrorText);
        var host = _host.Process;
        Assert.Contains($"{host}", _node.Exec(Command + "status"), StringComparison.Ordinal);

        Assert.Equal(0, _node.TryExec(Command + "stop").ExitCode);

        _host.UntilGone(host);
        Assert.Contains("stopping: asked to", _node.Exec(Command + "logs"), StringComparison.Ordinal);
        Assert.Equal(3, _node.TryExec(Command + "status").ExitCode);
    }

    [Fact]
    public async Task InstalledTree_ReplacedUnderLoad_LosesNoRequest()
    {
        var tree = new PrivateTree(_node);
        var containers = _node.AddContainers(4);
        Assert.All(_calls.AtOnce(containers, "ADD"), r => Assert.Equal("", r.ErrorText));
        Assert.All(_calls.AtOnce(containers, "DEL"), r => Assert.Equal("", r.ErrorText));
        var before = _node.Snapshot();
        var replies = new ConcurrentQueue<PluginReply>();
        var isOver = false;
        var load = containers.Select((container, i) => Task.Run(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                replies.Enqueue(_calls.Call(container, "ADD", 20000 + i));
                replies.Enqueue(_calls.Call(container, "DEL", 20000 + i));
            }
        })).ToList();

        for (var round = 0; round < 3; round++)
        {
            var old = _host.Status.GetProperty("pid").GetInt32();
            tree.InstallAgain();
            _host.UntilGone(old);
            var served = replies.Count;
            HostView.Until(() => replies.Count > served + 4, "calls served by the successor");
        }

        Volatile.Write(ref isOver, true);
        await Task.WhenAll(load);
        Assert.All(replies, r => Assert.Equal("", r.ErrorText));
        Assert.Contains("another release was installed", _host.Log, StringComparison.Ordinal);
        _node.AssertReturnsTo(before, Attached.OnlyContainers);
    }
}
