using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.BadInput;

/// <summary>What a runtime gets for what cannot work: a code, a sentence that says what and why, status 1, and a node as before.</summary>
public sealed class BadInputTests
{
    private const string Bridge = """
        { "type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true,
          "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }]], "routes": [{ "dst": "0.0.0.0/0" }] } }
        """;

    /// <summary>A manifest that is in order, so that it is the assembly which is not.</summary>
    private const string EmptyDependencies =
        """{ "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" }, "targets": { ".NETCoreApp,Version=v10.0": {} }, "libraries": {} }""";

    [Theory]
    [InlineData("CNI_CONTAINERID")]
    [InlineData("CNI_NETNS")]
    [InlineData("CNI_IFNAME")]
    [InlineData("CNI_PATH")]
    public void Environment_WithoutVariable_IsCode4NamingIt(string variable)
    {
        using var node = TestNode.Create();
        var call = Call(node, Config(Bridge));
        AssertRefused(node, 4, variable == "CNI_PATH" ? call with { Path = null, Config = Config("""{ "type": "nosuch" }""") } : variable switch
        {
            "CNI_CONTAINERID" => call with { ContainerId = null },
            "CNI_NETNS" => call with { Netns = null },
            _ => call with { IfName = null },
        }, variable);
    }

    [Theory]
    [InlineData("FOO", "FOO")]
    [InlineData("add", "add")]
    public void Command_Unknown_IsCode4NamingIt(string command, string named)
    {
        using var node = TestNode.Create();
        AssertRefused(node, 4, Call(node, Config(Bridge)) with { Command = command }, "CNI_COMMAND", named);
    }

    [Fact]
    public void Environment_Empty_NamesEveryVariableAtOnce()
    {
        using var node = TestNode.Create();
        var call = new PluginCall { Config = Config(Bridge), IfName = null, Path = null };
        AssertRefused(node, 4, call, "[CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME,CNI_PATH]");
    }

    [Fact]
    public void Stdin_Closed_IsCode5()
    {
        using var node = TestNode.Create();
        node.WriteProgram("/opt/closed", "#!/bin/sh\nexec /opt/cni/bin/cnichain <&-\n");
        AssertRefused(node, 5, Call(node, "") with { Type = "/opt/closed" }, "stdin");
    }

    [Theory]
    [InlineData("-bad", "eth0", "CNI_CONTAINERID")]
    [InlineData("a/b", "eth0", "CNI_CONTAINERID")]
    [InlineData("good\n", "eth0", "CNI_CONTAINERID")]
    [InlineData("good", "an-interface-name-too-long", "CNI_IFNAME")]
    [InlineData("good", "a/b", "CNI_IFNAME")]
    [InlineData("good", "..", "CNI_IFNAME")]
    public void Id_NotValid_IsCode4NamingIt(string containerId, string ifName, string variable)
    {
        using var node = TestNode.Create();
        AssertRefused(node, 4, Call(node, Config(Bridge)) with { ContainerId = containerId, IfName = ifName }, variable);
    }

    [Theory]
    [InlineData("", "stdin is empty")]
    [InlineData("{ \"name\": ", "not JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("\"podnet\"", "not an object")]
    public void Configuration_NotAJsonObject_IsCode6SayingWhat(string config, string said)
    {
        using var node = TestNode.Create();
        AssertRefused(node, 6, Call(node, config), said);
    }

    [Theory]
    [InlineData("""{ "cniVersion": "1.0.0", "type": "cnichain", "chain": [] }""", "\"name\"")]
    [InlineData("""{ "cniVersion": "1.0.0", "name": "a/b", "type": "cnichain", "chain": [] }""", "a/b")]
    [InlineData("""{ "cniVersion": "1.0.0", "name": "podnet", "type": "cnichain", "chain": [] }""", "\"chain\"")]
    [InlineData("""{ "cniVersion": "1.0.0", "name": "podnet", "type": "cnichain" }""", "\"chain\"")]
    [InlineData("""{ "cniVersion": "1.0.0", "name": "podnet", "type": "cnichain", "chain": [{ "bridge": "cni0" }] }""", "chain[0].type")]
    [InlineData("""{ "cniVersion": "1.0.0", "name": "podnet", "type": "cnichain", "chain": [{ "type": "nosuch" }] }""", "nosuch")]
    [InlineData("""{ "cniVersion": "1.0.0", "name": "podnet", "type": "cnichain", "chain": [{ "type": "../bridge" }] }""", "../bridge")]
    [InlineData("""{ "cniVersion": "1.0.0", "name": "podnet", "type": "cnichain", "conflist": "/nowhere/podnet.conflist" }""", "/nowhere/podnet.conflist")]
    public void Configuration_ThatNamesNoChain_IsCode7SayingWhat(string config, string named)
    {
        using var node = TestNode.Create();
        AssertRefused(node, 7, Call(node, config), named);
    }

    [Fact]
    public void Type_UnknownBehindAGoodPlugin_LeavesNothingOfThatOne()
    {
        using var node = TestNode.Create();
        AssertRefused(node, 7, Call(node, Config(Bridge + """, { "type": "nosuch" }""")), "nosuch");
    }

    [Fact]
    public void Version_NobodySupports_IsCode1NamingIt()
    {
        using var node = TestNode.Create();
        AssertRefused(node, 1, Call(node, Config(Bridge).Replace("1.0.0", "2.0.0", StringComparison.Ordinal)), "2.0.0", "1.1.0");
    }

    [Theory]
    [InlineData("/run/netns/missing")]
    [InlineData("/etc/passwd")]
    [InlineData("/proc/self/ns/net")]
    public void Netns_MissingOrNoneOrTheHosts_IsCode8NamingIt(string path)
    {
        using var node = TestNode.Create();
        AssertRefused(node, 8, Call(node, Config(Bridge)) with { Netns = path }, path);
    }

    [Fact]
    public void AddressPool_Exhausted_IsCode11NamingTheRange()
    {
        using var node = TestNode.Create();
        // One usable address besides the gateway.
        var config = Config(Bridge.Replace("10.88.0.0/16", "10.88.0.0/30", StringComparison.Ordinal));
        Call(node, config).On(node).Checked("ADD of the first container");
        var second = Call(node, config);
        AssertRefused(node, 11, second, "host-local", "10.88.0.1-10.88.0.2");

        var before = node.Snapshot();
        (second with { Command = "DEL" }).On(node).Checked("DEL of the refused container");
        node.AssertReturnsTo(before);
    }

    [Fact]
    public void HostPort_TakenByAnotherAttachment_IsRefusedNamingPortAndHolder()
    {
        using var node = TestNode.Create();
        var config = Config(Bridge + """, { "type": "portmap", "capabilities": { "portMappings": true } }""").Replace(
            "\"chain\"",
            "\"capabilities\": { \"portMappings\": true }, \"runtimeConfig\": " + Networks.Publish(8080, 80) + ", \"chain\"",
            StringComparison.Ordinal);
        var holder = Call(node, config);
        holder.On(node).Checked("ADD of the first container");
        var second = Call(node, config);
        AssertRefused(node, 11, second, "8080", holder.ContainerId!);

        // The DEL that a runtime owes the failed ADD takes nothing of the holder's.
        var before = node.Snapshot();
        (second with { Command = "DEL" }).On(node).Checked("DEL of the refused container");
        node.AssertReturnsTo(before);
    }

    [Theory]
    [InlineData("no assembly at all")]
    [InlineData("")]
    public void Dll_ThatDoesNotLoad_IsNamed(string content)
    {
        using var node = TestNode.Create();
        // The whole tree on the node itself, where a folder can be added to it.
        node.Shell($"cp -a {RepositoryPaths.Install} /opt/tree");
        node.WriteFile("/opt/tree/lib/cnichain/plugins/broken/Broken.dll", content);
        node.WriteFile("/opt/tree/lib/cnichain/plugins/broken/Broken.deps.json", EmptyDependencies);
        var call = Call(node, Config(Bridge + """, { "type": "broken" }""")) with { Type = "/opt/tree/bin/cnichain" };
        AssertRefused(node, 101, call, "broken", "Broken.dll");
    }

    private static string Config(string chain) =>
        $$"""{ "cniVersion": "1.0.0", "name": "podnet", "type": "cnichain", "chain": [ {{chain}} ] }""";

    private static PluginCall Call(TestNode node, string config) => PluginCall.For(node.AddContainer(), "ADD", config);

    /// <summary>By the host that stays, and by one of this call's own.</summary>
    private static void AssertRefused(TestNode node, int code, PluginCall call, params string[] named)
    {
        var before = node.Snapshot();
        foreach (var host in (ReadOnlySpan<string>)["", "off"])
        {
            var reply = (call with { Environment = new Dictionary<string, string> { ["CNICHAIN_HOST"] = host } }).On(node);

            Assert.Equal(1, reply.ExitCode);
            Assert.True(code == reply.ErrorCode, $"code {reply.ErrorCode} instead of {code}: {reply.ErrorText}");
            Assert.All(named, word => Assert.Contains(word, reply.ErrorText, StringComparison.Ordinal));
            // A bridge stays once it is made, as with the reference: other containers may be about to use it.
            node.AssertReturnsTo(before, Attached.OnlyContainers);
        }
    }
}
