using System.Diagnostics;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Clients;

/// <summary>dockerd on a node, without any network of its own making.</summary>
/// <remarks>From Debian's package unpacked below out/docker, which <c>./build.sh test</c> does: installed, it wants a service manager.</remarks>
internal sealed class Docker : IDisposable
{
    private const string Socket = "/run/docker.sock";
    private const string Log = "/run/dockerd.log";

    private static readonly string _folder = Path.Combine(RepositoryPaths.Root, "out", "docker", "usr");

    private readonly TestNode _node;
    private readonly Process _daemon;

    private Docker(TestNode node, Process daemon)
    {
        _node = node;
        _daemon = daemon;
    }

    /// <summary>Starts it; skips the test when it is not unpacked.</summary>
    public static Docker Start(TestNode node)
    {
        Assert.SkipUnless(File.Exists($"{_folder}/sbin/dockerd"), $"needs docker.io unpacked at {Path.GetDirectoryName(_folder)}");
        Assert.SkipUnless(File.Exists("/usr/bin/containerd") && File.Exists("/usr/sbin/runc"), "needs containerd and runc");
        Rootfs.WriteTo(node);
        var daemon = node.StartDaemon(
        [
            "env", $"PATH={_folder}/bin:{_folder}/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "dockerd", "--host", "unix://" + Socket,
            "--data-root", "/run/docker-data", "--exec-root", "/run/docker", "--pidfile", "/run/docker.pid",
            "--iptables=false", "--ip6tables=false", "--ip-masq=false", "--bridge=none", "--oom-score-adjust=0", "--storage-driver=overlay2",
        ], Log);
        var docker = new Docker(node, daemon);
        try
        {
            node.WaitFor($"{_folder}/bin/docker -H unix://{Socket} version", Log);
            node.Shell($"tar -C {Rootfs.Path} -c . | {_folder}/bin/docker -H unix://{Socket} import - {Containerd.Image}");
            return docker;
        }
        catch
        {
            docker.Dispose();
            throw;
        }
    }

    /// <summary>Starts a container without a network that serves <see cref="Rootfs.Greeting"/> on its port 80.</summary>
    /// <returns>The id, on the node, of its first process.</returns>
    public string RunWebServer(string name)
    {
        Do("run", "-d", "--name", name, "--network=none", Containerd.Image, "/bin/httpd", "-f", "-p", "80", "-h", "/www");
        return Do("inspect", "--format", "{{.State.Pid}}", name).Trim();
    }

    /// <summary>Runs a command in a container.</summary>
    public string Exec(string name, string command) => Do(["exec", name, .. Command.Words(command)]);

    /// <summary>Takes a container away.</summary>
    public void Remove(string name) => Do("rm", "-f", name);

    public void Dispose() => _node.StopDaemon(_daemon);

    private string Do(params IEnumerable<string> arguments) =>
        _node.Run([$"{_folder}/bin/docker", "-H", "unix://" + Socket, .. arguments]).Checked().Output;
}
