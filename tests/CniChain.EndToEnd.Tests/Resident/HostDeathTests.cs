using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>The host, or its caller, dies in the middle of work.</summary>
public sealed class HostDeathTests : ResidentTests
{
    private const int Many = 100;
    private const int TryAgainLater = 11;

    [Theory]
    [InlineData("DEL")]
    [InlineData("GC")]
    public void Host_KilledAmongAHundredAdds_LeavesNothingAfterDelOrGc(string cleaning)
    {
        var before = FirstAndGone();
        var containers = Node.AddContainers(Many);
        var host = Host.Process;

        // By the node's own shell, or the hundred would be done before a process of the test's is there; a tenth of them is surely at work.
        var replies = Calls.SlowAtOnce(containers, every: Many / 10, meanwhile: () => Node.Shell(
            $"until set -- /run/cnichain/attachments/*; [ $# -ge {Many / 4} ]; do :; done; kill -KILL {host}; touch {Calls.SlowGoes}"));

        Assert.All(replies, r => Assert.True(r.ExitCode == 0 || r.ErrorCode == TryAgainLater, r.Output + r.Error));
        Assert.Contains(replies, r => r.ErrorCode == TryAgainLater);
        if (cleaning == "DEL")
        {
            Assert.All(Calls.AtOnce(containers, "DEL"), r => Assert.Equal("", r.ErrorText));
        }
        else
        {
            Assert.Equal("", Calls.CollectGarbage([]).ErrorText);
        }

        Node.AssertReturnsTo(before, Attached.OnlyContainers);
        Assert.Equal("", Calls.Call(containers[0], "ADD").ErrorText);
    }

    [Fact]
    public async Task Host_KilledAtWork_GivesItsCallerCode11AndTheNextCallWorks()
    {
        var before = FirstAndGone();
        var container = Node.AddContainer();
        var add = Task.Run(() => Calls.Slow(container, "ADD").On(Node));
        Calls.UntilSlow(container);

        Host.Signal(Host.Process, "KILL");

        var reply = await add;
        Assert.Equal(TryAgainLater, reply.ErrorCode);
        Assert.Contains("host ended", reply.ErrorText, StringComparison.Ordinal);
        Calls.LetSlowEnd();
        Assert.Equal("", Calls.Slow(container, "ADD").On(Node).ErrorText);
        Assert.Equal("", Calls.Slow(container, "DEL").On(Node).ErrorText);
        Node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    [Fact]
    public async Task Caller_KilledAtWork_HasItsWorkUndone()
    {
        var before = FirstAndGone();
        var container = Node.AddContainer();
        var add = Task.Run(() => Calls.Slow(container, "ADD").On(Node));
        Calls.UntilSlow(container);

        Node.Shell("for p in /proc/[0-9]*; do if [ \"$(tr '\\0' ' ' < $p/cmdline 2> /dev/null)\" = '/opt/cni/bin/cnichain ' ]; then kill -9 ${p#/proc/}; fi; done");

        Assert.NotEqual(0, (await add).ExitCode);
        HostView.Until(() => Host.Status.GetProperty("running").GetInt32() == 0, "the operation ended");
        Node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    [Fact]
    public void Deadline_Passed_UndoesTheWorkAndSaysSo()
    {
        var before = FirstAndGone();
        var container = Node.AddContainer();

        var reply = (Calls.Slow(container, "ADD") with { Environment = new Dictionary<string, string> { ["CNICHAIN_TIMEOUT"] = "2" } }).On(Node);

        Assert.Equal(TryAgainLater, reply.ErrorCode);
        Assert.Contains("slow: ADD was cancelled", reply.ErrorText, StringComparison.Ordinal);
        Node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    /// <summary>The first container makes the bridge and the tables that stay; from then on nothing may differ.</summary>
    private NodeSnapshot FirstAndGone()
    {
        var first = Node.AddContainer();
        Assert.Equal("", Calls.Call(first, "ADD").ErrorText);
        Assert.Equal("", Calls.Call(first, "DEL").ErrorText);
        return Node.Snapshot();
    }
}
