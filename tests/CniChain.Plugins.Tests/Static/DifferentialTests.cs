using System.Text;
using System.Text.Json.Nodes;
using CniChain.Plugins.Static;
using CniChain.Plugins.Tests.Ipam;
using static CniChain.Plugins.Tests.Ipam.IpamPlace;

namespace CniChain.Plugins.Tests.Static;

/// <summary>The same ADD to the reference plugin and to ours: the same result, or an error from both.</summary>
public sealed class DifferentialTests
{
    private const string One = """{ "address": "10.1.0.5/16", "gateway": "10.1.0.1" }""";
    private const string Six = """{ "address": "fd00::5/64", "gateway": "fd00::1" }""";

    private static readonly string[] s_addresses = ["", One, Six, $"{One}, {Six}", $$"""{{One}}, { "address": "10.2.0.9/24" }""", """{ "address": "10.1.0.5" }""", """{ "gateway": "10.1.0.1" }"""];
    private static readonly string[] s_rest =
    [
        "",
        """, "routes": [{ "dst": "0.0.0.0/0" }, { "dst": "10.7.7.7/8", "gw": "10.1.0.3" }]""",
        """, "routes": [{ "dst": "::/0" }], "dns": { "nameservers": ["10.1.0.1"], "domain": "a.b", "search": ["a.b", "c"], "options": ["ndots:5"] }""",
        """, "routes": [{ "dst": "somewhere" }]""",
    ];

    private static readonly string[] s_more =
    [
        "",
        """ "args": { "cni": { "ips": ["10.3.0.7/24"] } }, """,
        """ "runtimeConfig": { "ips": ["10.4.0.7/24", "fd00:4::7/64"] }, """,
        """ "args": { "cni": { "ips": ["10.3.0.7/24"] } }, "runtimeConfig": { "ips": ["10.4.0.7/24"] }, """,
        """ "runtimeConfig": { "ips": [] }, """,
        """ "runtimeConfig": { "ips": ["10.4.0.7"] }, """,
    ];

    private static readonly string[] s_args =
        ["", "IP=10.5.0.5/16", "IP=10.5.0.5/16,fd00:5::5/64;GATEWAY=10.5.0.1", "GATEWAY=10.1.0.9", "IgnoreUnknown=TRUE;X=1;IP=10.1.0.8/16;GATEWAY=10.1.0.2, 10.9.0.1", "X=1", "IP=10.5.0.5"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Add_Generated_SameResult(int seed)
    {
        ReferenceIpam.Require("static");
        var random = new Random(seed);
        var version = (string[])["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0"];
        var chosen = version[random.Next(version.Length)];
        var ipam = $$"""{ "type": "static", "addresses": [{{Pick(s_addresses)}}]{{Pick(s_rest)}} }""";
        var config = Network(ipam, chosen, Pick(s_more));
        var args = Pick(s_args);

        var reply = ReferenceIpam.Call("static", "ADD", config, "c1", args: args);
        var expected = reply.ExitCode == 0 ? JsonNode.Parse(reply.Output) : null;
        Assert.True(JsonNode.DeepEquals(WithoutEmptyDns(expected), WithoutEmptyDns(Ours(config, chosen, args))), $"{config}\n{args}\n{reply.Output}");

        string Pick(string[] from) => from[random.Next(from.Length)];
    }

    private static JsonNode? Ours(string config, string chosen, string args)
    {
        using var place = new IpamPlace();
        Assert.True(CniVersion.TryParse(chosen, out var version));
        try
        {
            return JsonNode.Parse(Encoding.UTF8.GetString(CniResultWriter.ToUtf8(place.Add(new StaticPlugin(), config, args: args), version)));
        }
        catch (CniException)
        {
            return null;
        }
    }

    /// <summary>The reference of 1.1.1 writes an empty object, later ones and ours nothing.</summary>
    private static JsonNode? WithoutEmptyDns(JsonNode? result)
    {
        if (result?["dns"] is JsonObject { Count: 0 })
        {
            result.AsObject().Remove("dns");
        }

        return result;
    }
}
