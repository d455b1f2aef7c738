using CniChain.Linux;
using Xunit;

namespace CniChain.Testing;

/// <summary>A node of a test's own: network, mounts, processes and files apart from the machine's, with a machine outside beside it.</summary>
/// <remarks>
/// veth <c>up0</c> (172.31.77.1, fd77::1) to the outside's <c>e0</c> (172.31.77.2, fd77::2), forwarding on, the default routes through the
/// outside machine. Files written on it are in memory and gone when it is disposed of. Many may exist at a time, with the same addresses.
/// </remarks>
public sealed class TestNode : CommandPlace, IDisposable
{
    public const string Address = "172.31.77.1";
    public const string Address6 = "fd77::1";
    public const string OutsideAddress = "172.31.77.2";
    public const string OutsideAddress6 = "fd77::2";

    // nodad: duplicate address detection would keep the addresses from being used for a second.
    // addrgenmode none: a link-local address that comes when the kernel likes would be a difference between two snapshots.
    private const string Wiring = $"""
        ip addr add {Address}/24 dev up0
        ip addr add {Address6}/64 dev up0 nodad
        ip link set up0 addrgenmode none up
        ip route add default via {OutsideAddress}
        ip -6 route add default via {OutsideAddress6}
        echo 1 > /proc/sys/net/ipv4/ip_forward
        echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
        """;

    // The kernel notices a carrier up to a second late; then the addresses work, but no snapshot is comparable with a later one.
    private const string Settling = "until ip -6 route show table local dev up0 | grep -q ff00; do sleep 0.02; done";

    private static readonly TimeSpan _settlingTime = TimeSpan.FromSeconds(3);

    private readonly NodeProcess _process;
    private readonly List<TestContainer> _containers = [];

    private TestNode(NodeProcess process)
    {
        _process = process;
        Namespace = NetworkNamespace.OpenPath($"/proc/{process.FirstPid}/ns/net");
        Outside = TestNamespace.Create();
    }

    /// <summary>The machine outside.</summary>
    public TestNamespace Outside { get; }

    /// <summary>The node's own network namespace.</summary>
    public NetworkNamespace Namespace { get; }

    protected override IReadOnlyList<string> Entry => EntryWith("--net");

    /// <summary>Makes one; the calling test is skipped when not run by root, or when the plugins are not on this machine.</summary>
    public static TestNode Create(PluginSet plugins = PluginSet.CniChain)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: it plays a whole node");
        var pluginFolder = PluginFolder.Script(plugins);
        var node = new TestNode(NodeProcess.Start());
        try
        {
            // From here, where the path of the outside namespace means something; the mount table of the node does not show it.
            Command.Run(["nsenter", $"--net=/proc/{node._process.FirstPid}/ns/net", "--", "ip", "link", "add", "up0", "type", "veth", "peer", "name", "e0", "netns", node.Outside.Path]).Checked();
            node.Outside.Shell($"""
                ip link set lo up
                ip addr add {OutsideAddress}/24 dev e0
                ip addr add {OutsideAddress6}/64 dev e0 nodad
                ip link set e0 addrgenmode none up
                """);
            node.Shell(Wiring + "\n" + pluginFolder);
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>The path by which this process reaches a file of the node.</summary>
    public string HostPath(string path) => $"/proc/{_process.FirstPid}/root{path}";

    /// <summary>Writes a file on the node, its folders made.</summary>
    public void WriteFile(string path, string text)
    {
        Directory.CreateDirectory(HostPath(Path.GetDirectoryName(path)!));
        File.WriteAllText(HostPath(path), text);
    }

    /// <summary>Makes a container: an empty namespace in the node's /run/netns.</summary>
    /// <param name="id">Its id, unique on this node; null for the next free one.</param>
    public TestContainer AddContainer(string? id = null) => AddContainers(1, id)[0];

    /// <summary>Makes many containers with one process.</summary>
    public IReadOnlyList<TestContainer> AddContainers(int count, string? id = null)
    {
        var first = _containers.Count + 1;
        var added = Enumerable.Range(first, count).Select(i => new TestContainer(this, id ?? $"container{i}")).ToArray();
        Run(["ip", "-batch", "-"], string.Concat(added.Select(c => $"netns add {c.Id}\n"))).Checked();
        _containers.AddRange(added);
        return added;
    }

    /// <summary>What there is on the node that a plugin could leave behind.</summary>
    public NodeSnapshot Snapshot()
    {
        Shell(Settling);
        return NodeSnapshot.Take(this);
    }

    /// <summary>Fails the test unless the node gets back, within seconds, to what it was: carriers go and come with a delay.</summary>
    /// <param name="before">The earlier snapshot.</param>
    /// <param name="view">What of both is compared; null for everything.</param>
    public void AssertReturnsTo(NodeSnapshot before, Func<NodeSnapshot, NodeSnapshot>? view = null)
    {
        view ??= snapshot => snapshot;
        var started = TimeProvider.System.GetTimestamp();
        string difference;
        do
        {
            difference = view(Snapshot()).DifferenceFrom(view(before));
        }
        while (difference.Length > 0 && TimeProvider.System.GetElapsedTime(started) < _settlingTime);

        Assert.True(difference.Length == 0, $"the node differs:\n{difference}");
    }

    public void Dispose()
    {
        foreach (var container in _containers)
        {
            container.Dispose();
        }

        Outside.Dispose();
        Namespace.Dispose();
        _process.Dispose();
    }

    /// <summary>The words that enter the node, with a network namespace of one's choice.</summary>
    internal IReadOnlyList<string> EntryWith(string net) => ["nsenter", $"--target={_process.FirstPid}", "--mount", "--pid", net, "--"];
}
