using System.Net;
using System.Net.Sockets;
using CniChain.Examples.Dscp;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Examples;

public sealed class DscpPluginTests
{
    private readonly DscpPlugin _plugin = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ef", 46)]
    [InlineData("cs1", 8)]
    [InlineData("AF41", 34)]
    [InlineData("63", 63)]
    public async Task Add_Annotation_MarksWhatTheContainerSendsOn(string text, int dscp)
    {
        using var call = await ExampleCall.AttachAsync("dscp", "10.88.0.2/24 via 10.88.0.1");
        using var outside = TestNamespace.Create();
        Wire(call, outside);
        Assert.Equal(0, SentClass(call, outside));

        await _plugin.AddAsync(call.Of(CniVerb.Add, Annotated(text)), Token);
        await _plugin.CheckAsync(call.Of(CniVerb.Check, Annotated(text)), Token);

        Assert.Equal(dscp, SentClass(call, outside));
        await _plugin.DelAsync(call.Of(CniVerb.Del, "", hasNetns: false), Token);
        await _plugin.DelAsync(call.Of(CniVerb.Del, "", hasNetns: false), Token);
        Assert.Equal(0, SentClass(call, outside));
        Assert.DoesNotContain("cnichain_dscp", call.Node.Ruleset(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"default\": \"cs1\"", "dscp_8")]
    [InlineData("\"default\": \"cs1\", \"runtimeConfig\": { \"io.kubernetes.cri.pod-annotations\": { \"cnichain.io/dscp\": \"ef\" } }", "dscp_46")]
    [InlineData("\"annotation\": \"example.com/class\", \"runtimeConfig\": { \"io.kubernetes.cri.pod-annotations\": { \"example.com/class\": \"af11\" } }", "dscp_10")]
    public async Task Add_Sources_AnnotationWinsOverDefault(string keys, string chain)
    {
        using var call = await ExampleCall.AttachAsync("dscp", "10.88.0.2/24", "fd88::2/64");

        await _plugin.AddAsync(call.Of(CniVerb.Add, keys), Token);

        var ruleset = call.Node.Ruleset();
        Assert.Contains($"chain {chain} ", ruleset, StringComparison.Ordinal);
        Assert.Contains("10.88.0.2 comment \"testnet/c1/eth0\"", ruleset, StringComparison.Ordinal);
        Assert.Contains("fd88::2 comment \"testnet/c1/eth0\"", ruleset, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_NoAnnotation_DoesNothing()
    {
        using var call = await ExampleCall.AttachAsync("dscp");

        var result = await _plugin.AddAsync(call.Of(CniVerb.Add, ""), Token);
        await _plugin.CheckAsync(call.Of(CniVerb.Check, ""), Token);

        Assert.Same(call.Result, result);
        Assert.DoesNotContain("cnichain_dscp", call.Node.Ruleset(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("64")]
    [InlineData("af14")]
    [InlineData("fast")]
    public async Task Add_NoSuchClass_NamesTheAnnotation(string text)
    {
        using var call = await ExampleCall.AttachAsync("dscp");

        var failure = await Assert.ThrowsAsync<CniException>(() => _plugin.AddAsync(call.Of(CniVerb.Add, Annotated(text)), Token));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, failure.Code);
        Assert.Contains($"cnichain.io/dscp\" is \"{text}\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ElementIsGone_SaysSo()
    {
        using var call = await ExampleCall.AttachAsync("dscp");
        await _plugin.AddAsync(call.Of(CniVerb.Add, Annotated("ef")), Token);
        call.Node.Host.Run(["nft", "delete element inet cnichain_dscp ip_46 { 10.88.0.2 }"]).Checked();

        var failure = await Assert.ThrowsAsync<CniException>(() => _plugin.CheckAsync(call.Of(CniVerb.Check, Annotated("ef")), Token));

        Assert.Contains("10.88.0.2 is not in set", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gc_KeepsWhatIsValid()
    {
        using var call = await ExampleCall.AttachAsync("dscp");
        await _plugin.AddAsync(call.Of(CniVerb.Add, Annotated("ef")), Token);
        await _plugin.StatusAsync(call.Of(CniVerb.Status, ""), Token);

        await _plugin.GcAsync(call.Of(CniVerb.Gc, "", valid: [new Attachment("testnet", "c1", "eth0")]), Token);
        Assert.Contains("testnet/c1/eth0", call.Node.Ruleset(), StringComparison.Ordinal);

        await _plugin.GcAsync(call.Of(CniVerb.Gc, ""), Token);
        Assert.DoesNotContain("cnichain_dscp", call.Node.Ruleset(), StringComparison.Ordinal);
    }

    private static string Annotated(string text) =>
        $$"""  "runtimeConfig": { "io.kubernetes.cri.pod-annotations": { "cnichain.io/dscp": "{{text}}" } }""";

    private static void Wire(ExampleCall call, TestNamespace outside)
    {
        call.Node.Host.Exec($"ip link add out0 type veth peer name e0 netns {outside.Path}");
        call.Node.Host.Shell("ip addr add 10.99.0.1/24 dev out0; ip link set out0 up; sysctl -qw net.ipv4.ip_forward=1");
        outside.Shell("ip addr add 10.99.0.2/24 dev e0; ip link set e0 up; ip route add default via 10.99.0.1");
        call.Container.Exec("ip route add default via 10.88.0.1");
    }

    /// <summary>The class of a packet from the container as it arrives outside.</summary>
    private static int SentClass(ExampleCall call, TestNamespace outside)
    {
        using var receiver = outside.Namespace.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Udp) { ReceiveTimeout = 10_000 });
        using var sender = call.Container.Namespace.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        sender.SendTo("hello"u8.ToArray(), new IPEndPoint(IPAddress.Parse("10.99.0.2"), 7777));
        var packet = new byte[200];
        receiver.Receive(packet);

        // A raw socket's packet starts with its IP header: the second byte is DSCP and ECN.
        return packet[1] >> 2;
    }
}
