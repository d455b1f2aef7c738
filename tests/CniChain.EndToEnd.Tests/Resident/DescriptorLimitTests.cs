using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>Few files may be open: by the host that runs, or by the caller that would start one.</summary>
public sealed class DescriptorLimitTests : IDisposable
{
    private const int TryAgainLater = 11;

    private readonly TestNode _node = TestNode.Create();
    private readonly HostView _host;
    private readonly Calls _calls;

    public DescriptorLimitTests()
    {
        _host = new HostView(_node);
        _calls = new Calls(_node);
    }

    public void Dispose() => _node.Dispose();

    [Fact]
    public void TwoHundredCallers_HostWithFewFiles_AreAllServedByIt()
    {
        var before = FirstAndGone();
        var containers = _node.AddContainers(200);
        var host = _host.Process;
        _node.Exec($"prlimit --pid {host} --nofile=256:256");

        var replies = _calls.AtOnce(containers, "ADD");

        Assert.All(replies, r => Assert.Equal("", r.ErrorText));
        Assert.Equal(host, _host.Process);
        Assert.All(_calls.AtOnce(containers, "DEL"), r => Assert.Equal("", r.ErrorText));
        _node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    [Fact]
    public void Callers_HostWithoutAFileLeft_AreServedOrToldToTryAgainAndAnotherHostComes()
    {
        var before = FirstAndGone();
        var containers = _node.AddContainers(50);
        var host = _host.Process;
        _node.Exec($"prlimit --pid {host} --nofile=64:64");

        var replies = _calls.AtOnce(containers, "ADD");

        Assert.All(replies, r => Assert.True(r.ExitCode == 0 || r.ErrorCode == TryAgainLater, r.Output + r.Error));
        _host.UntilGone(host);
        Assert.All(_calls.AtOnce(containers, "DEL"), r => Assert.Equal("", r.ErrorText));
        _node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    [Theory]
    [InlineData(64, TryAgainLater)]
    [InlineData(140, 0)]
    public void Caller_WithFewFilesAndNoRightToMore_IsServedInTheForegroundOrToldWhatToDo(int limit, int code)
    {
        var container = _node.AddContainer();
        _node.WriteProgram("/opt/cni/bin/limited", $"#!/bin/sh\nexec setpriv --bounding-set=-sys_resource prlimit --nofile={limit}:{limit} /opt/cni/bin/cnichain\n");

        var reply = (_calls.Prepared(container, "ADD", 20000) with { Type = "limited" }).On(_node);

        Assert.Equal(code, reply.ErrorCode ?? 0);
        Assert.Contains(code == 0 ? "" : "LimitNOFILE", reply.ErrorText, StringComparison.Ordinal);
        Assert.Empty(_host.Processes);
    }

    private NodeSnapshot FirstAndGone()
    {
        var first = _node.AddContainer();
        Assert.Equal("", _calls.Call(first, "ADD").ErrorText);
        Assert.Equal("", _calls.Call(first, "DEL").ErrorText);
        return _node.Snapshot();
    }
}
