using System.Text.Json;
using System.Text.Json.Nodes;
using CniChain.Plugins.Loopback;
using CniChain.Plugins.Tests.Ipam;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Loopback;

public sealed class LoopbackPluginTests
{
    private const string Up = "\"UP\"";
    private readonly LoopbackPlugin _plugin = new();

    /// <summary>The reference of 1.1.1 writes its result in the form of 1.0.0 whatever the version, so only there can they be equal.</summary>
    [Fact]
    public async Task Add_FreshNamespace_AsTheReference()
    {
        ReferenceIpam.Require("loopback");
        using var ns = TestNamespace.Create();
        var ours = await _plugin.AddAsync(Context(ns, CniVerb.Add), TestContext.Current.CancellationToken);
        Assert.Contains(Up, Lo(ns), StringComparison.Ordinal);

        var reply = ReferenceIpam.Call("loopback", "ADD", Config("1.0.0"), "c1", "lo", netns: ns.Path).Checked("ADD");
        var expected = JsonNode.Parse(reply.Output)!.AsObject();
        expected.Remove("dns"); // Empty; later ones and ours leave it out.
        var actual = JsonNode.Parse(CniResultWriter.ToUtf8(ours, CniVersion.V1_0_0));
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{expected}\n{actual}");
    }

    [Fact]
    public async Task Add_Version031OfContainerd_HasTheAddressesOfLo()
    {
        using var ns = TestNamespace.Create();
        var result = await _plugin.AddAsync(Context(ns, CniVerb.Add, "0.3.1"), TestContext.Current.CancellationToken);
        var expected = JsonNode.Parse(
            $$"""
            { "cniVersion": "0.3.1",
              "interfaces": [{ "name": "lo", "mac": "00:00:00:00:00:00", "sandbox": "{{ns.Path}}" }],
              "ips": [{ "version": "4", "interface": 0, "address": "127.0.0.1/8" }, { "version": "6", "interface": 0, "address": "::1/128" }],
              "dns": {} }
            """);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(CniResultWriter.ToUtf8(result, CniVersion.V0_3_1))));
    }

    [Fact]
    public async Task Add_WithPrevResult_HandsItOn()
    {
        using var ns = TestNamespace.Create();
        var previous = new CniResult { Interfaces = [new CniInterface { Name = "eth0" }] };
        var result = await _plugin.AddAsync(Context(ns, CniVerb.Add, previous: previous), TestContext.Current.CancellationToken);
        Assert.Same(previous, result);
        Assert.Contains(Up, Lo(ns), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_NoIPv6_ReportsIPv4Alone()
    {
        using var ns = TestNamespace.Create();
        ns.Shell("echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6");
        var result = await _plugin.AddAsync(Context(ns, CniVerb.Add), TestContext.Current.CancellationToken);
        Assert.Equal("127.0.0.1/8", Assert.Single(result.Ips).Address.ToString());
    }

    [Fact]
    public async Task Del_TwiceAndWithoutNamespace_LeavesLoDown()
    {
        using var ns = TestNamespace.Create();
        await _plugin.AddAsync(Context(ns, CniVerb.Add), TestContext.Current.CancellationToken);
        await _plugin.DelAsync(Context(ns, CniVerb.Del), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Up, Lo(ns), StringComparison.Ordinal);
        await _plugin.DelAsync(Context(ns, CniVerb.Del), TestContext.Current.CancellationToken);
        await _plugin.DelAsync(Context(null, CniVerb.Del), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Check_LoUp_PassesAndDown_Fails()
    {
        using var ns = TestNamespace.Create();
        await _plugin.AddAsync(Context(ns, CniVerb.Add), TestContext.Current.CancellationToken);
        await _plugin.CheckAsync(Context(ns, CniVerb.Check), TestContext.Current.CancellationToken);

        ns.Exec("ip link set lo down");
        var error = await Assert.ThrowsAsync<CniException>(
            () => _plugin.CheckAsync(Context(ns, CniVerb.Check), TestContext.Current.CancellationToken));
        Assert.Contains("lo is down", error.Message, StringComparison.Ordinal);
    }

    private static string Lo(TestNamespace ns) => ns.Exec("ip -j link show lo");

    private static string Config(string version) => $$"""{ "cniVersion": "{{version}}", "name": "cni-loopback", "type": "loopback" }""";

    private static CniContext Context(TestNamespace? ns, CniVerb verb, string version = "1.0.0", CniResult? previous = null) => new()
    {
        Verb = verb,
        Config = NetworkConfig.Parse(JsonDocument.Parse(Config(version)).RootElement),
        Attachment = new Attachment("cni-loopback", "c1", "lo"),
        NetnsPath = ns?.Path,
        Netns = ns?.Namespace.Handle,
        HostNetns = new Microsoft.Win32.SafeHandles.SafeFileHandle(-1, ownsHandle: false),
        PrevResult = previous,
        Ipam = NoIpam.Instance,
        Log = new RecordingLog(),
        StateDirectory = Path.GetTempPath(),
    };
}
