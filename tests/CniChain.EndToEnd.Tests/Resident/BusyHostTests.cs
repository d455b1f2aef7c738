using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>More is asked of the host than it does at a time.</summary>
public sealed class BusyHostTests : ResidentTests
{
    private const int AtATime = 64;
    private const int More = 6;

    [Fact]
    public void Adds_MoreThanRunAtATime_WaitWhileStatusIsAnswered()
    {
        // The host runs: were it to be started, on a busy machine some of so many would be served without it in the end.
        Assert.Equal("", Status().ErrorText);
        var containers = Node.AddContainers(AtATime + More);

        var replies = Calls.SlowAtOnce(containers, () =>
        {
            HostView.Until(() => Asked("running") == AtATime && Asked("waiting") == More, "as many at work as may be, the rest waiting");
            Assert.Equal("", Status().ErrorText);
            Assert.Equal((AtATime, More), (Asked("running"), Asked("waiting")));
            Calls.LetSlowEnd();
        });

        Assert.All(replies, r => Assert.Equal("", r.ErrorText));
        Assert.All(Calls.AtOnce(containers, "DEL"), r => Assert.Equal("", r.ErrorText));
        Assert.Empty(Directory.GetFiles(Node.HostPath("/var/lib/cni/networks/podnet"), "10.*"));
    }

    private int Asked(string number) =>
        File.Exists(Node.HostPath(HostView.Socket)) ? Host.Status.GetProperty(number).GetInt32() : 0;

    private PluginReply Status() => new PluginCall
    {
        Command = "STATUS",
        IfName = null,
        Config = """{ "cniVersion": "1.1.0", "name": "podnet", "type": "cnichain", "chain": [{ "type": "loopback" }] }""",
    }.On(Node);
}
