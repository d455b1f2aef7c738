using System.Text.Json;
using System.Text.Json.Nodes;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Mixed;

/// <summary>A node with the reference's plugins under names of their own beside ours, and one network whose chain a test writes.</summary>
internal sealed class MixedNode : IDisposable
{
    public const string HostLocal = """{ "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }]], "routes": [{ "dst": "0.0.0.0/0" }] }""";

    public const string Bridge = $$"""{ "type": "bridge", "isGateway": true, "hairpinMode": true, "ipMasq": true, "ipam": {{HostLocal}} }""";

    public const string Portmap = """{ "type": "portmap", "capabilities": { "portMappings": true } }""";

    private MixedNode(TestNode node) => Node = node;

    public TestNode Node { get; }

    /// <summary>Makes one; the test is skipped where one of the reference's plugins it is about is not installed.</summary>
    public static MixedNode Create(params string[] reference)
    {
        foreach (var type in reference)
        {
            Assert.SkipUnless(File.Exists($"/usr/lib/cni/{type}"), $"needs /usr/lib/cni/{type} (Debian: containernetworking-plugins)");
        }

        var node = TestNode.Create();
        foreach (var type in new[] { "bridge", "macvlan", "ptp", "host-local" })
        {
            node.Exec($"ln -s /usr/lib/cni/{type} /opt/cni/bin/ref-{type}");
        }

        return new MixedNode(node);
    }

    /// <summary>A runtime whose network list holds cnichain alone, with these plugins as its chain.</summary>
    public CniRuntime Runtime(params string[] chain) => new(Node, List(chain));

    /// <summary>The configuration of the entry, as a runtime derives it for a verb that is about no container.</summary>
    public static string Config(string version, string more, params string[] chain) =>
        $$"""{ "cniVersion": "{{version}}", "name": "podnet", "type": "cnichain", {{more}} "chain": [ {{string.Join(", ", chain)}} ] }""";

    /// <summary>Writes an executable plugin: a shell script that has the verb in $CNI_COMMAND and its configuration in $config.</summary>
    public void WritePlugin(string type, string script)
    {
        Node.WriteProgram($"/opt/cni/bin/{type}", $"#!/bin/sh\nconfig=$(cat)\n{script}\n");
    }

    /// <summary>The host's end of a container's interface.</summary>
    public static string HostEnd(JsonElement result) => result.GetProperty("interfaces").EnumerateArray()
        .Select(i => i.GetProperty("name").GetString()!)
        .First(n => n.StartsWith("veth", StringComparison.Ordinal));

    public static string AddressOf(JsonElement result) => result.GetProperty("ips")[0].GetProperty("address").GetString()!.Split('/')[0];

    /// <summary>What holds a container's address or name: nothing may be left of either.</summary>
    public IEnumerable<string> LeftOf(TestContainer container, string address)
    {
        var state = Attached.OnlyContainers(Node.Snapshot()).Lines.Concat(Node.Exec("iptables-save").Split('\n'));
        return state.Where(l => l.Contains(container.Id, StringComparison.Ordinal) || l.Contains($"{address}/32", StringComparison.Ordinal) || l.Contains($"\"{address}\"", StringComparison.Ordinal));
    }

    public void Dispose() => Node.Dispose();

    private static string List(string[] chain)
    {
        var plugins = $"[ {string.Join(", ", chain)} ]";
        var capabilities = new JsonObject();
        foreach (var declared in JsonNode.Parse(plugins)!.AsArray().Select(p => p!["capabilities"]).OfType<JsonObject>())
        {
            foreach (var (name, _) in declared)
            {
                capabilities[name] = true;
            }
        }

        return $$"""
            { "cniVersion": "1.0.0", "name": "podnet", "plugins": [
              { "type": "cnichain", "capabilities": {{capabilities.ToJsonString()}}, "chain": {{plugins}} } ] }
            """;
    }
}
