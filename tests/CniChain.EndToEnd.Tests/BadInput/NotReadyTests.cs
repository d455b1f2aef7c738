using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.BadInput;

/// <summary>STATUS of the installed cnichain: 0 when an ADD would succeed, else a code and what is in its way.</summary>
public sealed class NotReadyTests
{
    private const string Bridge = """
        { "type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/30" }]] } }
        """;

    [Fact]
    public void Status_OfAFreshNode_IsReadyAndMakesNothing()
    {
        using var node = TestNode.Create();
        var before = node.Snapshot();

        var reply = Status(node, $$"""{{Bridge}}, { "type": "portmap" }""");

        Assert.Equal((0, ""), (reply.ExitCode, reply.Output));
        node.AssertReturnsTo(before);
    }

    [Fact]
    public void Status_OfAnExhaustedPool_IsCode50UntilAnAddressIsBack()
    {
        using var node = TestNode.Create();
        var add = PluginCall.For(node.AddContainer(), "ADD", Config(Bridge, "1.1.0"));
        add.On(node).Checked("ADD");

        var reply = Status(node, Bridge);
        Assert.Equal(50, reply.ErrorCode);
        Assert.Contains("10.88.0", reply.ErrorText, StringComparison.Ordinal);

        (add with { Command = "DEL" }).On(node).Checked("DEL");
        Status(node, Bridge).Checked("STATUS");
    }

    [Theory]
    [InlineData("""{ "type": "nosuch" }""", "nosuch")]
    [InlineData("""{ "type": "bridge", "ipam": { "type": "nosuch" } }""", "nosuch")]
    [InlineData("""{ "type": "broken" }""", "Broken.dll")]
    [InlineData("""{ "type": "bridge", "mtu": "big" }""", "\"mtu\"")]
    [InlineData("""{ "type": "bridge", "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88" }]] } }""", "subnet")]
    [InlineData("", "\"chain\"")]
    public void Status_OfAChainThatCannotRun_IsCode50NamingWhat(string chain, string named)
    {
        using var node = TestNode.Create();
        node.Shell($"cp -a {RepositoryPaths.Install} /opt/tree");
        node.WriteFile("/opt/tree/lib/cnichain/plugins/broken/Broken.dll", "no assembly at all");
        node.WriteFile(
            "/opt/tree/lib/cnichain/plugins/broken/Broken.deps.json",
            """{ "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" }, "targets": { ".NETCoreApp,Version=v10.0": {} }, "libraries": {} }""");

        var reply = Status(node, chain, "/opt/tree/bin/cnichain");

        Assert.True(reply.ErrorCode == 50, $"code {reply.ErrorCode}: {reply.ErrorText}");
        Assert.Contains(named, reply.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("STATUS")]
    [InlineData("GC")]
    public void StatusAndGc_Below110_AreCode1SayingSinceWhen(string verb)
    {
        using var node = TestNode.Create();
        var reply = new PluginCall { Command = verb, IfName = null, Config = Config(Bridge, "1.0.0") }.On(node);

        Assert.Equal(1, reply.ErrorCode);
        Assert.Contains($"does not allow {verb}; it needs 1.1.0", reply.ErrorText, StringComparison.Ordinal);
    }

    private static PluginReply Status(TestNode node, string chain, string program = "cnichain") =>
        new PluginCall { Type = program, Command = "STATUS", IfName = null, Config = Config(chain, "1.1.0") }.On(node);

    private static string Config(string chain, string version) =>
        $$"""{ "cniVersion": "{{version}}", "name": "podnet", "type": "cnichain", "chain": [ {{chain}} ] }""";
}
