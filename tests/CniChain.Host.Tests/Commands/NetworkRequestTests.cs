using System.Text;
using System.Text.Json;
using CniChain.Host.Commands;

namespace CniChain.Host.Tests.Commands;

public sealed class NetworkRequestTests
{
    [Fact]
    public void SoleCnichain_IsSentAsARuntimeDerivesIt()
    {
        var list = List("""
            { "type": "cnichain", "name": "mine", "cniVersion": "0.1.0", "runtimeConfig": { "x": 1 }, "prevResult": {}, "cni.dev/valid-attachments": [],
              "capabilities": { "portMappings": true }, "conflist": "/etc/x", "unknown": [ 1 ] }
            """);
        Equal(
            """
            { "cniVersion": "1.0.0", "name": "podnet", "type": "cnichain", "capabilities": { "portMappings": true }, "conflist": "/etc/x", "unknown": [ 1 ],
              "runtimeConfig": { "portMappings": [ { "hostPort": 1, "containerPort": 2, "protocol": "tcp" } ] } }
            """,
            NetworkRequest.Write(list, list.Version, RuntimeArguments.Sort(Publish("1:2"), list, strict: true)));
    }

    [Fact]
    public void OtherPlugins_BecomeTheChainOfOneEntry()
    {
        var list = List(
            """{ "type": "bridge", "ipam": { "type": "host-local" }, "capabilities": { "mac": true, "ips": false } }""",
            """{ "type": "portmap", "capabilities": { "portMappings": true } }""");
        Equal(
            """
            { "cniVersion": "1.0.0", "name": "podnet", "type": "cnichain", "capabilities": { "mac": true, "portMappings": true }, "chain": [
                { "type": "bridge", "ipam": { "type": "host-local" }, "capabilities": { "mac": true, "ips": false } },
                { "type": "portmap", "capabilities": { "portMappings": true } } ] }
            """,
            NetworkRequest.Write(list, list.Version, RuntimeArguments.None));
    }

    [Fact]
    public void Gc_CarriesTheValidAttachmentsInTheRaisedVersion()
    {
        var list = List("""{ "type": "bridge" }""");
        var json = JsonElement.Parse(
            NetworkRequest.Write(list, CniVersion.V1_1_0, RuntimeArguments.None, [new Attachment("podnet", "web", "eth0")]));
        Assert.Equal("1.1.0", json.GetProperty("cniVersion").GetString());
        var valid = Assert.Single(json.GetProperty("cni.dev/valid-attachments").EnumerateArray().ToList());
        Assert.Equal("web", valid.GetProperty("containerID").GetString());
        Assert.Equal("eth0", valid.GetProperty("ifname").GetString());
    }

    internal static NetworkList List(params string[] plugins) => new()
    {
        Name = "podnet",
        File = "/etc/cni/net.d/10-podnet.conflist",
        Version = CniVersion.V1_0_0,
        Plugins = [.. plugins.Select(p => JsonElement.Parse(p))],
    };

    internal static Wishes Publish(string text) => new() { Ports = PortMapping.ParseAll([text]) };

    private static void Equal(string expected, byte[] actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(actual)), Encoding.UTF8.GetString(actual));
}
