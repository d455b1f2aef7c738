using System.Diagnostics;
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

    // The last line: the kernel notices a carrier up to a second late, and only then is the IPv6 address one to be reached at.
    // nodad: duplicate address detection would keep the addresses from being used for a second.
    // accept_dad: while the link-local address of a bridge that has just been made is tentative, the node asks for no IPv6 neighbour on it,
    // and on a busy machine "while" is longer than the three seconds after which a client hears "No route to host".
    private const string Wiring = $"""
        echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad
        ip addr add {Address}/24 dev up0
        ip addr add {Address6}/64 dev up0 nodad
        ip link set up0 up
        ip route add default via {OutsideAddress}
        ip -6 route add default via {OutsideAddress6}
        echo 1 > /proc/sys/net/ipv4/ip_forward
        echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
        until ip -6 route show table local | grep -q 'local {Address6} '; do sleep 0.02; done
        """;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

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
                ip link set e0 up
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

    /// <summary>Puts other plugins into the node's /opt/cni/bin, as an installer does under running containers.</summary>
    public void Use(PluginSet plugins) => Shell(PluginFolder.Script(plugins));

    /// <summary>The path by which this process reaches a file of the node.</summary>
    public string HostPath(string path) => $"/proc/{_process.FirstPid}/root{path}";

    /// <summary>Writes a file on the node, its folders made.</summary>
    public void WriteFile(string path, string text)
    {
        Directory.CreateDirectory(HostPath(Path.GetDirectoryName(path)!));
        File.WriteAllText(HostPath(path), text);
    }

    /// <summary>Writes a script on the node that can be executed there, its folders made.</summary>
    /// <param name="path">The file's path on the node.</param>
    /// <param name="text">All of it, with the line that names its interpreter.</param>
    public void WriteProgram(string path, string text)
    {
        Directory.CreateDirectory(HostPath(Path.GetDirectoryName(path)!));
        ProgramFile.Write(HostPath(path), text);
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

    /// <summary>Starts a program that stays; it ends with the node at the latest.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="log">The file on the node that gets its output.</param>
    public Process StartDaemon(IReadOnlyList<string> words, string log) =>
        Command.Start([.. Entry, "sh", "-c", "log=$1; shift; exec \"$@\" > $log 2>&1", "sh", log, .. words]);

    /// <summary>Starts a program whose three streams are the caller's to read and write; it ends with the node at the latest.</summary>
    public Process Start(IReadOnlyList<string> words) => Command.Start([.. Entry, .. words]);

    /// <summary>Asks a program started by <see cref="StartDaemon"/> to end, and waits until it has; after a minute it is killed.</summary>
    public void StopDaemon(Process daemon)
    {
        // nsenter stands between this process and the program, because of the pid namespace, and hands no signal on.
        var children = File.ReadAllText($"/proc/{daemon.Id}/task/{daemon.Id}/children").Trim();
        if (children.Length > 0)
        {
            Command.Run(["kill", children]);
        }

        if (!daemon.WaitForExit(_patience))
        {
            daemon.Kill(entireProcessTree: true);
        }

        daemon.Dispose();
    }

    /// <summary>Waits until a command succeeds.</summary>
    /// <param name="command">The command, its words separated by blanks.</param>
    /// <param name="log">The log that explains why it never does.</param>
    /// <exception cref="TimeoutException">It does not within a minute.</exception>
    public void WaitFor(string command, string log)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TryExec(command).ExitCode != 0)
        {
            if (TimeProvider.System.GetElapsedTime(started) > _patience)
            {
                throw new TimeoutException($"'{command}' keeps failing: {File.ReadAllText(HostPath(log))}");
            }

            Thread.Sleep(50);
        }
    }

    /// <summary>What there is on the node that a plugin could leave behind.</summary>
    public NodeSnapshot Snapshot() => NodeSnapshot.Take(this);

    /// <summary>Fails the test unless the node gets back, within a minute, to what it was: the kernel takes a namespace's links away after its last user.</summary>
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
        while (difference.Length > 0 && TimeProvider.System.GetElapsedTime(started) < _patience);

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
