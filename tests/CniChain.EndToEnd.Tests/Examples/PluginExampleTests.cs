using System.Net;
using System.Net.Sockets;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Examples;

/// <summary>The plugins in conf/plugins, dropped into a plugin directory; the list beside each is attached for real.</summary>
public sealed class PluginExampleTests
{
    private const string Directory = "/run/example-plugins";

    [Fact]
    public void EveryExample_HasAPageAListAndATest()
    {
        var folders = System.IO.Directory.GetDirectories(Path.Combine(RepositoryPaths.Conf, "plugins")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);
        Assert.Equal(["Dscp", "Neighbours", "Webhook"], folders);
        Assert.All(folders, f => Assert.Contains($"({f.ToLowerInvariant()}.conflist)", File.ReadAllText(PathOf(f, "README.md")), StringComparison.Ordinal));
    }

    [Fact]
    public void Neighbours_Attached_HasItsEntries()
    {
        using var node = TestNode.Create();
        var (runtime, container) = Prepare(node, "Neighbours");

        runtime.Add(container);
        runtime.Check(container);

        var entries = container.Exec("ip neigh show dev eth0");
        Assert.Contains("10.90.0.200 lladdr 02:00:0a:5a:00:c8 PERMANENT", entries, StringComparison.Ordinal);
        Assert.Contains("10.90.0.201 lladdr 02:00:0a:5a:00:c9 PERMANENT", entries, StringComparison.Ordinal);
        AssertGone(node, runtime, container);
    }

    [Fact]
    public void Dscp_AttachedWithAnAnnotation_MarksPackets()
    {
        using var node = TestNode.Create();
        var (runtime, container) = Prepare(node, "Dscp");

        runtime.Add(container, """{ "io.kubernetes.cri.pod-annotations": { "cnichain.io/dscp": "ef", "other": "x" } }""");
        runtime.Check(container);

        using var receiver = node.Outside.Namespace.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Udp) { ReceiveTimeout = 1_000 });
        using var sender = container.Namespace.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        var packet = new byte[200];
        for (var left = 30; ; left--)
        {
            // The first may be lost: nobody knows the neighbours yet, and the kernel keeps few packets while it asks.
            sender.SendTo("hello"u8.ToArray(), new IPEndPoint(IPAddress.Parse(TestNode.OutsideAddress), 7777));
            try
            {
                receiver.Receive(packet);
                break;
            }
            catch (SocketException) when (left > 0)
            {
                continue;
            }
        }

        Assert.Equal(46, packet[1] >> 2);
        AssertGone(node, runtime, container);
        Assert.DoesNotContain("cnichain_dscp", node.Exec("nft list ruleset"), StringComparison.Ordinal);
    }

    [Fact]
    public void Webhook_Attached_TellsOfBoth()
    {
        using var node = TestNode.Create();
        var (runtime, container) = Prepare(node, "Webhook");
        node.Exec("ip link set lo up");
        var daemon = node.StartDaemon(
            ["socat", "TCP-LISTEN:9980,fork,reuseaddr", "SYSTEM:head -c 400 >> /var/log/records; printf 'HTTP/1.1 204 OK\\r\\n\\r\\n'"], "/var/log/server");
        node.WaitFor("sh -c ss${IFS}-ltn|grep${IFS}-q${IFS}:9980", "/var/log/server");

        runtime.Add(container);
        runtime.Delete(container);

        node.StopDaemon(daemon);
        var records = File.ReadAllText(node.HostPath("/var/log/records"));
        Assert.Contains("POST /attachments HTTP/1.1", records, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"add\"", records, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"del\"", records, StringComparison.Ordinal);
        Assert.Contains(container.Id, records, StringComparison.Ordinal);
    }

    [Fact]
    public void Webhook_NobodyListens_AttachesAllTheSame()
    {
        using var node = TestNode.Create();
        var (runtime, container) = Prepare(node, "Webhook");

        runtime.Add(container);
        runtime.Check(container);

        AssertGone(node, runtime, container);
    }

    private static (CniRuntime Runtime, TestContainer Container) Prepare(TestNode node, string example)
    {
        // As built: `dotnet publish` gives the same files.
        var type = example.ToLowerInvariant();
        var built = PathOf(example, "bin/Release/net10.0");
        Assert.SkipUnless(System.IO.Directory.Exists(built), $"needs {built}: dotnet build conf/plugins/{example} -c Release");
        node.Shell($"mkdir -p {Directory}; cp -r --no-preserve=all {built} {Directory}/{type}; chmod -R go-w {Directory}");
        var runtime = new CniRuntime(node, File.ReadAllText(PathOf(example, $"{type}.conflist")))
        {
            Environment = new Dictionary<string, string> { ["CNICHAIN_PLUGINS"] = Directory },
        };
        return (runtime, node.AddContainer());
    }

    private static void AssertGone(TestNode node, CniRuntime runtime, TestContainer container)
    {
        runtime.Delete(container);
        runtime.Delete(container);
        Assert.DoesNotContain("eth0", container.Exec("ip -br link"), StringComparison.Ordinal);
        Assert.DoesNotContain(Attached.OnlyContainers(node.Snapshot()).Lines, line => line.Contains(container.Id, StringComparison.Ordinal));
    }

    private static string PathOf(string example, string file) => Path.Combine(RepositoryPaths.Conf, "plugins", example, file);
}
