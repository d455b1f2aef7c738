using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>The host, or its caller, dies in the middle of work.</summary>
public sealed class HostDeathTests : IDisposable
{
    private const int Many = 100;
    private const int TryAgainLater = 11;

    private readonly TestNode _node = TestNode.Create();
    private readonly HostView _host;
    private readonly Calls _calls;

    public HostDeathTests()
    {
        _host = new HostView(_node);
        _calls = new Calls(_node);
    }

    public void Dispose() => _node.Dispose();

    [Theory]
    [InlineData("DEL")]
    [InlineData("GC")]
    public void Host_KilledAmongAHundredAdds_LeavesNothingAfterDelOrGc(string cleaning)
    {
        var before = FirstAndGone();
        var containers = _node.AddContainers(Many);
        var host = _host.Process;

        // By the node's own shell, or the hundred would be done before a process of the test's is there; a tenth of them is surely at work.
        var replies = _calls.SlowAtOnce(containers, every: Many / 10, meanwhile: () => _node.Shell(
            $"until set -- /run/cnichain/attachments/*; [ $# -ge {Many / 4} ]; do :; done; kill -KILL {host}; touch {Calls.SlowGoes}"));

        Assert.All(replies, r => Assert.True(r.ExitCode == 0 || r.ErrorCode == TryAgainLater, r.Output + r.Error));
        Assert.Contains(replies, r => r.ErrorCode == TryAgainLater);
        if (cleaning == "DEL")
        {
            Assert.All(_calls.AtOnce(containers, "DEL"), r => Assert.Equal("", r.ErrorText));
        }
        else
        {
            Assert.Equal("", _calls.CollectGarbage([]).ErrorText);
        }

        _node.AssertReturnsTo(before, Attached.OnlyContainers);
        Assert.Equal("", _calls.Call(containers[0], "ADD").ErrorText);
    }

    [Fact]
    public async Task Host_KilledAtWork_GivesItsCallerCode11AndTheNextCallWorks()
    {
        var before = FirstAndGone();
        var container = _node.AddContainer();
        var add = Task.Run(() => _calls.Slow(container, "ADD").On(_node));
        _calls.UntilSlow(container);

        _host.Signal(_host.Process, "KILL");

        var reply = await add;
        Assert.Equal(TryAgainLater, reply.ErrorCode);
        Assert.Contains("host ended", reply.ErrorText, StringComparison.Ordinal);
        _calls.LetSlowEnd();
        Assert.Equal("", _calls.Slow(container, "ADD").On(_node).ErrorText);
        Assert.Equal("", _calls.Slow(container, "DEL").On(_node).ErrorText);
        _node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    [Fact]
    public async Task Caller_KilledAtWork_HasItsWorkUndone()
    {
        var before = FirstAndGone();
        var container = _node.AddContainer();
        var add = Task.Run(() => _calls.Slow(container, "ADD").On(_node));
        _calls.UntilSlow(container);

        _node.Shell("for p in /proc/[0-9]*; do if [ \"$(tr '\\0' ' ' < $p/cmdline 2> /dev/null)\" = '/opt/cni/bin/cnichain ' ]; then kill -9 ${p#/proc/}; fi; done");

        Assert.NotEqual(0, (await add).ExitCode);
        HostView.Until(() => _host.Status.GetProperty("running").GetInt32() == 0, "the operation ended");
        _node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    [Fact]
    public void Deadline_Passed_UndoesTheWorkAndSaysSo()
    {
        var before = FirstAndGone();
        var container = _node.AddContainer();

        var reply = (_calls.Slow(container, "ADD") with { Environment = new Dictionary<string, string> { ["CNICHAIN_TIMEOUT"] = "2" } }).On(_node);

        Assert.Equal(TryAgainLater, reply.ErrorCode);
        Assert.Contains("slow: ADD was cancelled", reply.ErrorText, StringComparison.Ordinal);
        _node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    /// <summary>The first container makes the bridge and the tables that stay; from then on nothing may differ.</summary>
    private NodeSnapshot FirstAndGone()
    {
        var first = _node.AddContainer();
        Assert.Equal("", _calls.Call(first, "ADD").ErrorText);
        Assert.Equal("", _calls.Call(first, "DEL").ErrorText);
        return _node.Snapshot();
    }
}
