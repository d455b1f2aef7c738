using System.Diagnostics;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Author;

/// <summary>A DLL that should not be in anybody's process, in the resident host's, driven through cnichain as a runtime does.</summary>
public sealed class MisbehavingPluginTests : IDisposable
{
    private const int TryAgainLater = 11;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly string s_plugins = Path.Combine(RepositoryPaths.Root, "tests", "TestPlugins", "bin", "Release");
    private readonly TestNode _node = TestNode.Create();

    public void Dispose() => _node.Dispose();

    [Theory]
    [InlineData("exit")]
    [InlineData("fail fast")]
    [InlineData("overflow")]
    [InlineData("thread")]
    public async Task Plugin_ThatEndsTheProcess_CostsRunningRequestsCode11AndNothingElse(string does)
    {
        var before = First();
        var (bystander, doomed) = (_node.AddContainer(), _node.AddContainer());
        var running = Task.Run(() => Call(bystander, "ADD", "wait"));
        await UntilAsync(() => Journal().Length == 1);

        var deadly = Call(doomed, "ADD", does);

        Assert.Equal(TryAgainLater, deadly.ErrorCode);
        Assert.Contains("host ended", deadly.ErrorText, StringComparison.Ordinal);
        Assert.Equal(TryAgainLater, (await running).ErrorCode);

        // What was begun is undone by the next host, and the container gets its network.
        Assert.Equal("", Call(doomed, "ADD", null).ErrorText);
        doomed.AssertReaches("10.88.0.1");
        Assert.Equal("", Call(doomed, "DEL", null).ErrorText);
        Assert.Equal("", Call(bystander, "DEL", null).ErrorText);
        _node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    [Theory]
    [InlineData("throw", 999, "InvalidOperationException")]
    [InlineData("leak", 999, "in another network namespace")]
    [InlineData("leak between", 999, "in another network namespace")]
    public void Plugin_ThatMisbehaves_IsUndoneByAHostThatServesOn(string does, int code, string words)
    {
        var before = First();
        var container = _node.AddContainer();
        var host = HostProcess();

        var reply = Call(container, "ADD", does);

        Assert.Equal(code, reply.ErrorCode);
        Assert.Contains(words, reply.ErrorText, StringComparison.Ordinal);
        _node.AssertReturnsTo(before, Attached.OnlyContainers);
        Assert.Equal("", Call(container, "ADD", null).ErrorText);
        Assert.Equal(host, HostProcess());
    }

    [Fact]
    public async Task Plugin_ThatLeaksDescriptors_CostsAHostNowAndThenAndNobodyHisNetwork()
    {
        var before = First();
        var host = HostProcess();
        _node.Exec($"prlimit --pid {host} --nofile=400:400");
        var containers = _node.AddContainers(8);

        var replies = containers.Select(c => Call(c, "ADD", "leak descriptors")).ToArray();

        Assert.All(replies, r => Assert.True(r.ErrorCode is null or TryAgainLater, r.Output + r.Error));

        await UntilAsync(() => HostProcess() != host);
        Assert.All(containers.Where((_, i) => replies[i].ErrorCode is not null), c => Assert.Equal("", Call(c, "ADD", null).ErrorText));
        Assert.All(containers, c => c.AssertReaches("10.88.0.1"));
        Assert.All(containers, c => Assert.Equal("", Call(c, "DEL", null).ErrorText));
        _node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    [Fact]
    public void Plugin_ThatPrints_LeavesStdoutToTheResult()
    {
        First();
        var container = _node.AddContainer();

        var reply = Call(container, "ADD", "print");

        Assert.Equal("", reply.ErrorText);
        Assert.Equal("10.88.0.", reply.Json.GetProperty("ips")[0].GetProperty("address").GetString()![..8]);
    }

    /// <summary>The first container makes the bridge that stays; from then on nothing may differ.</summary>
    private NodeSnapshot First()
    {
        var first = _node.AddContainer();
        Assert.Equal("", Call(first, "ADD", null).ErrorText);
        Assert.Equal("", Call(first, "DEL", null).ErrorText);
        return _node.Snapshot();
    }

    private PluginReply Call(TestContainer container, string command, string? does)
    {
        var second = does is null ? "" : $$""", { "type": "misbehaving", "does": "{{does}}" }""";
        var config = $$"""
            { "cniVersion": "1.0.0", "name": "podnet", "type": "cnichain", "chain": [
              { "type": "bridge", "bridge": "cni0", "isGateway": true, "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }]] } }
              {{second}} ] }
            """;
        return (PluginCall.For(container, command, config) with
        {
            Environment = new Dictionary<string, string> { ["CNICHAIN_PLUGINS"] = s_plugins },
        }).On(_node);
    }

    private int HostProcess() =>
        _node.ExecJson($"{Path.Combine(RepositoryPaths.Install, "bin", "cnichain")} host status --json").GetProperty("pid").GetInt32();

    private string[] Journal()
    {
        var folder = _node.HostPath("/run/cnichain/attachments");
        return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < s_patience, "it never happened");
            await Task.Delay(20);
        }
    }
}
