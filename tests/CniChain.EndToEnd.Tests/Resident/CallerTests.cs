using System.Text.Json.Nodes;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>What reaches the caller, and what is too much to be asked.</summary>
public sealed class CallerTests : IDisposable
{
    private const int IoFailure = 5;
    private const int FourMegabytes = 4 * 1024 * 1024;

    private readonly TestNode _node = TestNode.Create();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Stderr_OfAnExecutedPlugin_IsTheCallersStderr()
    {
        _node.WriteFile("/opt/cni/bin/talker", "#!/bin/sh\ncat > /dev/null; echo 'a word on the side' >&2\n");
        _node.Exec("chmod 755 /opt/cni/bin/talker");

        var reply = Status(new JsonObject { ["type"] = "talker" }, new string('x', 10));

        Assert.Equal("", reply.ErrorText);
        Assert.Contains("a word on the side", reply.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("a word on the side", new HostView(_node).Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FourMegabytes - 8192)]
    [InlineData(FourMegabytes - 200)] // Fits stdin's limit and, with the environment, no frame: the foreground serves it.
    public void Configuration_OfAlmostFourMegabytes_IsServed(int bytes) =>
        Assert.Equal("", Status(new JsonObject { ["type"] = "loopback" }, new string('x', bytes - 200)).ErrorText);

    [Fact]
    public void Configuration_OverFourMegabytes_IsRefusedInWords()
    {
        var reply = Status(new JsonObject { ["type"] = "loopback" }, new string('x', FourMegabytes));

        Assert.Equal(IoFailure, reply.ErrorCode);
        Assert.Contains("longer than 4 MiB", reply.ErrorText, StringComparison.Ordinal);
    }

    private PluginReply Status(JsonObject plugin, string filling)
    {
        var config = new JsonObject { ["cniVersion"] = "1.1.0", ["name"] = "n", ["type"] = "cnichain", ["chain"] = new JsonArray(plugin), ["filling"] = filling };
        return new PluginCall { Command = "STATUS", IfName = null, Config = config.ToJsonString() }.On(_node);
    }
}
