using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>More is asked of the host than it does at a time.</summary>
public sealed class BusyHostTests : IDisposable
{
    private const int AtATime = 64;
    private const int More = 6;

    private readonly TestNode _node = TestNode.Create();
    private readonly HostView _host;
    private readonly Calls _calls;

    public BusyHostTests()
    {
        _host = new HostView(_node);
        _calls = new Calls(_node);
    }

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Adds_MoreThanRunAtATime_WaitWhileStatusIsAnswered()
    {
        var containers = _node.AddContainers(AtATime + More);

        var replies = _calls.SlowAtOnce(containers, () =>
        {
            HostView.Until(() => Asked("running") == AtATime && Asked("waiting") == More, "as many at work as may be, the rest waiting");
            Assert.Equal("", Status().ErrorText);
            Assert.Equal((AtATime, More), (Asked("running"), Asked("waiting")));
            _calls.LetSlowEnd();
        });

        Assert.All(replies, r => Assert.Equal("", r.ErrorText));
        Assert.All(_calls.AtOnce(containers, "DEL"), r => Assert.Equal("", r.ErrorText));
        Assert.Empty(Directory.GetFiles(_node.HostPath("/var/lib/cni/networks/podnet"), "10.*"));
    }

    private int Asked(string number) =>
        File.Exists(_node.HostPath(HostView.Socket)) ? _host.Status.GetProperty(number).GetInt32() : 0;

    private PluginReply Status() => new PluginCall
    {
        Command = "STATUS",
        IfName = null,
        Config = """{ "cniVersion": "1.1.0", "name": "podnet", "type": "cnichain", "chain": [{ "type": "loopback" }] }""",
    }.On(_node);
}
