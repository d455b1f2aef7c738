using System.Globalization;
using CniChain.Plugins.Portmap;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Portmap;

/// <summary>
/// A node with a bridge as the plugin bridge would make it, an outside machine, and a far one that the node routes to. The plugin is
/// called as the host calls it.
/// </summary>
internal sealed class PortmapNode : IDisposable
{
    public const string NodeAddress = "192.0.2.1";
    public const string NodeAddress6 = "2001:db8::1";
    public const string OutsideAddress = "192.0.2.2";
    public const string OutsideAddress6 = "2001:db8::2";
    public const string FarAddress = "198.51.100.2";

    private readonly List<PortmapContainer> _containers = [];
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("cnichain-portmap-");

    private PortmapNode(TestNamespace node, TestNamespace outside, TestNamespace far)
    {
        Node = node;
        Outside = outside;
        Far = far;
    }

    public TestNamespace Node { get; }

    public TestNamespace Outside { get; }

    public TestNamespace Far { get; }

    public PortmapPlugin Plugin { get; } = new();

    public RecordingLog Log { get; } = new();

    /// <summary>Of a node's own, since one lock in it makes calls on a node wait for each other.</summary>
    public string StateDirectory => _state.FullName;

    public static PortmapNode Create()
    {
        var node = new PortmapNode(TestNamespace.Create(), TestNamespace.Create(), TestNamespace.Create());

        // accept_dad: the node asks for a container's IPv6 neighbour from the bridge's link-local address, and does not ask at all while
        // that is tentative. Detection takes one to two seconds on an idle machine; after three the client hears "No route to host".
        node.Node.Shell($"""
            echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad
            ip link set lo up
            ip link add up0 type veth peer name e0 netns {node.Outside.Path}
            ip addr add {NodeAddress}/24 dev up0
            ip addr add {NodeAddress6}/64 dev up0 nodad
            ip link set up0 up
            ip link add far0 type veth peer name f0 netns {node.Far.Path}
            ip addr add 198.51.100.1/24 dev far0
            ip link set far0 up
            ip link add cni0 type bridge
            ip addr add 10.88.0.1/16 dev cni0
            ip addr add fd00:88::1/64 dev cni0 nodad
            ip link set cni0 up
            echo 1 > /proc/sys/net/ipv4/ip_forward
            echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
            """);
        node.Outside.Shell($"""
            ip link set lo up
            ip addr add {OutsideAddress}/24 dev e0
            ip addr add {OutsideAddress6}/64 dev e0 nodad
            ip link set e0 up
            ip route add 198.51.100.0/24 via {NodeAddress}
            """);
        node.Far.Shell($"""
            ip link set lo up
            ip addr add {FarAddress}/24 dev f0
            ip link set f0 up
            ip route add default via 198.51.100.1
            """);
        WaitForIPv6(node.Outside, NodeAddress6);
        WaitForIPv6(node.Node, OutsideAddress6);
        return node;
    }

    /// <summary>A container on the bridge: 10.88.0.N and fd00:88::N.</summary>
    public PortmapContainer AddContainer(int number, string? id = null)
    {
        var ns = TestNamespace.Create();
        var veth = string.Create(CultureInfo.InvariantCulture, $"veth{number}x{_containers.Count}");
        Node.Shell($"""
            ip link add {veth} type veth peer name eth0 netns {ns.Path}
            ip link set {veth} master cni0 up
            bridge link set dev {veth} hairpin on
            """);
        ns.Shell($"""
            ip link set lo up
            ip addr add 10.88.0.{number}/16 dev eth0
            ip addr add fd00:88::{number:x}/64 dev eth0 nodad
            ip link set eth0 up
            ip route add default via 10.88.0.1
            ip -6 route add default via fd00:88::1
            """);
        WaitForIPv6(ns, "fd00:88::1");
        WaitForIPv6(Node, $"fd00:88::{number:x}");
        return Keep(new PortmapContainer(this, ns, id ?? $"c{number}", veth, $"10.88.0.{number}/16", $"fd00:88::{number:x}/64"));
    }

    /// <summary>A container on a veth of its own, as ptp makes it: 10.99.0.N behind a host route.</summary>
    public PortmapContainer AddPointToPoint(int number)
    {
        var ns = TestNamespace.Create();
        Node.Shell($"""
            ip link add ptp{number} type veth peer name eth0 netns {ns.Path}
            ip addr add 10.99.0.1/32 dev ptp{number}
            ip link set ptp{number} up
            ip route add 10.99.0.{number}/32 dev ptp{number}
            """);
        ns.Shell($"""
            ip link set lo up
            ip addr add 10.99.0.{number}/32 dev eth0
            ip link set eth0 up
            ip route add 10.99.0.1/32 dev eth0
            ip route add default via 10.99.0.1
            """);
        return Keep(new PortmapContainer(this, ns, $"p{number}", $"ptp{number}", $"10.99.0.{number}/32"));
    }

    /// <summary>A container that exists on paper: enough where no packets are sent, and quick to make many of.</summary>
    public PortmapContainer AddVirtual(int number) =>
        Keep(new PortmapContainer(this, Node, $"v{number}", $"v{number}", $"10.88.1.{number}/16", $"fd00:88::1:{number:x}/64"));

    /// <summary>Commands for nft, too long for a command line.</summary>
    public void Fill(string commands)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            File.WriteAllText(file, commands + "\n");
            Node.Exec($"nft -f {file}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    public void Gc(string network, params Attachment[] valid) =>
        Plugin.GcAsync(Context(CniVerb.Gc, network, valid), TestContext.Current.CancellationToken).GetAwaiter().GetResult();

    public void Status() =>
        Plugin.StatusAsync(Context(CniVerb.Status, "podnet", []), TestContext.Current.CancellationToken).GetAwaiter().GetResult();

    public string Ruleset() => Node.Exec("nft list ruleset");

    public bool RouteLocalnet(string link) =>
        Node.Exec($"cat /proc/sys/net/ipv4/conf/{link}/route_localnet").Trim() == "1";

    public void Dispose()
    {
        foreach (var container in _containers)
        {
            container.Dispose();
        }

        Node.Dispose();
        Outside.Dispose();
        Far.Dispose();
        _state.Delete(recursive: true);
    }

    private CniContext Context(CniVerb verb, string network, Attachment[] valid) => new()
    {
        Verb = verb,
        Config = PortmapText.Network(name: network),
        HostNetns = Node.Namespace.Handle,
        ValidAttachments = valid,
        Ipam = new NoIpam(),
        Log = Log,
        StateDirectory = StateDirectory,
    };

    /// <summary>The kernel adds an IPv6 subnet's route when it has noticed the carrier, which takes it up to a second, and longer on a busy machine.</summary>
    private static void WaitForIPv6(TestNamespace place, string neighbour) =>
        place.Shell($"for i in $(seq 1000); do if ip -6 route get {neighbour} >/dev/null 2>&1; then exit 0; fi; sleep 0.03; done; exit 1");

    private PortmapContainer Keep(PortmapContainer container)
    {
        _containers.Add(container);
        return container;
    }
}
