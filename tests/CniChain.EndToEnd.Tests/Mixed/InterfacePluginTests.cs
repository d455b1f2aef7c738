using System.Net.Sockets;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Mixed;

/// <summary>The reference's interface plugins in chains with our IPAM and our portmap, and its IPAM below ours.</summary>
public sealed class InterfacePluginTests
{
    [Theory]
    [InlineData("ref-bridge", "\"isGateway\": true", true)]
    [InlineData("ref-ptp", "\"mtu\": 1400", true)]
    [InlineData("ref-macvlan", "\"master\": \"up0\"", false)]
    public void Executed_WithOurHostLocal_IsGivenAndReturnsItsAddress(string type, string keys, bool publishes)
    {
        using var mixed = MixedNode.Create(type["ref-".Length..]);
        var chain = $$"""{ "type": "{{type}}", {{keys}}, "ipam": {{MixedNode.HostLocal}} }""";
        var runtime = publishes ? mixed.Runtime(chain, MixedNode.Portmap) : mixed.Runtime(chain);
        var container = mixed.Node.AddContainer();

        var result = runtime.Add(container, publishes ? Networks.Publish(8080, 80) : null);
        runtime.Check(container);

        var address = MixedNode.AddressOf(result);
        Assert.Contains($"{address}/16", container.Exec("ip -br addr show eth0"), StringComparison.Ordinal);
        Assert.StartsWith(container.Id, File.ReadAllText(mixed.Node.HostPath($"/var/lib/cni/networks/podnet/{address}")), StringComparison.Ordinal);

        // What is left there for the next process is ours alone: so it was our host-local that the executed plugin found by name.
        Assert.True(Directory.Exists(mixed.Node.HostPath("/run/cnichain/host-local")));
        if (publishes)
        {
            using var server = EchoServer.Start(container.Namespace, ProtocolType.Tcp, 80);
            Assert.EndsWith("says hello", Packet.Exchange(mixed.Node.Outside.Namespace, ProtocolType.Tcp, TestNode.Address, 8080), StringComparison.Ordinal);
        }

        runtime.Delete(container);
        runtime.Delete(container);
        Assert.Empty(mixed.LeftOf(container, address));
        Assert.DoesNotContain("eth0", container.Exec("ip -br link"), StringComparison.Ordinal);
    }

    [Fact]
    public void Executed_FailsAfterOurHostLocalGaveAnAddress_ReturnsIt()
    {
        using var mixed = MixedNode.Create("macvlan", "ptp");

        // Behind an interface that is there: the second plugin's "eth0" is refused by the container after its IPAM has answered.
        var runtime = mixed.Runtime(
            MixedNode.Bridge,
            """{ "type": "ref-ptp", "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.99.0.0/24" }]], "dataDir": "/var/lib/cni/second" } }""");
        var container = mixed.Node.AddContainer();

        var failure = Assert.Throws<InvalidOperationException>(() => runtime.Add(container));

        Assert.Contains("ref-ptp", failure.Message, StringComparison.Ordinal);
        Assert.Empty(mixed.LeftOf(container, "10.88.0.2"));
        Assert.Empty(mixed.LeftOf(container, "10.99.0.2"));
    }

    [Theory]
    [InlineData("bridge", "\"isGateway\": true")]
    [InlineData("macvlan", "\"master\": \"up0\"")]
    public void Ours_WithAnExecutedIpam_IsGivenAndReturnsItsAddress(string type, string keys)
    {
        using var mixed = MixedNode.Create("host-local");
        var ipam = MixedNode.HostLocal.Replace("host-local", "ref-host-local", StringComparison.Ordinal);
        var runtime = mixed.Runtime($$"""{ "type": "{{type}}", {{keys}}, "ipam": {{ipam}} }""");
        var container = mixed.Node.AddContainer();

        var result = runtime.Add(container);
        runtime.Check(container);
        var address = MixedNode.AddressOf(result);
        Assert.True(File.Exists(mixed.Node.HostPath($"/var/lib/cni/networks/podnet/{address}")));
        Assert.False(Directory.Exists(mixed.Node.HostPath("/run/cnichain/host-local")));

        File.Delete(mixed.Node.HostPath($"/var/lib/cni/networks/podnet/{address}"));
        var failure = Assert.Throws<InvalidOperationException>(() => runtime.Check(container));
        Assert.Contains("ref-host-local", failure.Message, StringComparison.Ordinal);

        runtime.Delete(container);
        Assert.Empty(mixed.LeftOf(container, address));
    }
}
