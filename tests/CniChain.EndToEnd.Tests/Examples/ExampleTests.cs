using System.Net.Sockets;
using System.Text.Json.Nodes;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Examples;

/// <summary>Every network list in conf/ is attached for real.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string> Lists =>
        [.. Directory.GetFiles(RepositoryPaths.Conf, "*.conflist").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Lists))]
    public void Example_Attached_PublishesAPortAndGoesAway(string file)
    {
        using var node = TestNode.Create();
        // Where conf/README.md says that they go.
        node.WriteFile("/etc/cnichain/podnet.conflist", Text("podnet.conflist"));
        var list = JsonNode.Parse(Text(file))!;
        Assert.Equal("1.0.0", (string?)list["cniVersion"]);
        var runtime = new CniRuntime(node, Text(file));
        var container = node.AddContainer();

        var result = runtime.Add(container, Networks.Publish(8080, 80));
        runtime.Check(container);

        var sixOnly = !result.GetProperty("ips").EnumerateArray().Any(ip => ip.GetProperty("address").GetString()!.Contains('.', StringComparison.Ordinal));
        var family = sixOnly ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        using (EchoServer.Start(container.Namespace, ProtocolType.Tcp, 80, family))
        {
            var target = sixOnly ? TestNode.Address6 : TestNode.Address;
            Assert.EndsWith("says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, target, 8080), StringComparison.Ordinal);
        }

        using (EchoServer.Start(node.Outside.Namespace, ProtocolType.Tcp, 7, family))
        {
            var (own, target) = sixOnly ? (TestNode.Address6, TestNode.OutsideAddress6) : (TestNode.Address, TestNode.OutsideAddress);
            Assert.Equal($"{own} says hello", Packet.Exchange(container.Namespace, ProtocolType.Tcp, target, 7));
        }

        runtime.Delete(container);
        Assert.DoesNotContain("eth0", container.Exec("ip link"), StringComparison.Ordinal);
        Assert.DoesNotContain(node.Snapshot().Lines, line => line.Contains(container.Id, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryExample_IsOnTheirPage()
    {
        var page = Text("README.md");
        Assert.All(Directory.GetFiles(RepositoryPaths.Conf, "*.conflist"), file => Assert.Contains($"({Path.GetFileName(file)})", page, StringComparison.Ordinal));
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(RepositoryPaths.Conf, file));
}
