using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Clients;

/// <summary>podman on a node, with its CNI backend and its storage in the node's memory.</summary>
internal sealed class Podman
{
    // No raised limits and no cgroups: a build machine may withhold both, and neither matters here.
    private const string Configuration = """
        [containers]
        default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
        cgroups = "disabled"
        log_driver = "k8s-file"
        [engine]
        cgroup_manager = "cgroupfs"
        events_logger = "file"
        runtime = "crun"
        [network]
        network_backend = "cni"
        cni_plugin_dirs = ["/opt/cni/bin"]
        network_config_dir = "/etc/cni/net.d"
        default_network = "podnet"
        """;

    private static readonly Dictionary<string, string> _environment = new()
    {
        ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
        ["CONTAINERS_CONF"] = "/run/podman.conf",
        ["HOME"] = "/run/root",
        ["TMPDIR"] = "/run/tmp",
    };

    private readonly TestNode _node;

    /// <summary>Sets it up; skips the test when podman or its runtime is not on this machine.</summary>
    public Podman(TestNode node, string conflist)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/podman") && File.Exists("/usr/bin/crun"), "needs podman and crun");
        _node = node;
        Rootfs.WriteTo(node);
        node.WriteFile("/run/podman.conf", Configuration);
        node.WriteFile("/run/root/.keep", "");
        node.WriteFile("/etc/cni/net.d/10-podnet.conflist", conflist);
    }

    /// <summary>Starts a container that serves <see cref="Rootfs.Greeting"/> on its port 80.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">More options of <c>podman run</c>.</param>
    public void RunWebServer(string name, params string[] options) =>
        Do(["run", "-d", "--name", name, "--network", "podnet", .. options, "--rootfs", Rootfs.Path, "/bin/httpd", "-f", "-p", "80", "-h", "/www"]);

    /// <summary>Runs a command in a container.</summary>
    public string Exec(string name, string command) => Do(["exec", name, .. Command.Words(command)]);

    /// <summary>Runs podman.</summary>
    /// <returns>What it printed.</returns>
    public string Do(params IEnumerable<string> arguments) => Try(arguments).Checked().Output;

    /// <summary>Runs podman and returns how it ended.</summary>
    public CommandResult Try(params IEnumerable<string> arguments) => _node.Run(
        ["podman", "--root", "/run/podman-data", "--runroot", "/run/podman-root", "--tmpdir", "/run/libpod", .. arguments],
        environment: _environment);
}
