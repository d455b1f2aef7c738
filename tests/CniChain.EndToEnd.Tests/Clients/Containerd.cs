using System.Diagnostics;
using CniChain.EndToEnd.Tests.Resident;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Clients;

/// <summary>containerd on a node, with its storage in the node's memory.</summary>
internal sealed class Containerd : IDisposable
{
    /// <summary>The image that its containers come from.</summary>
    public const string Image = "localhost/cnichain-test:1";

    private const string Archive = "/run/image.tar";
    private const string Socket = "/run/containerd/containerd.sock";

    // No negative oom_score_adj and no AppArmor: a build machine may withhold both, and neither matters here.
    private const string Configuration = $"""
        version = 2
        root = "/run/containerd-data"
        state = "/run/containerd"
        oom_score = 0
        disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs"]
        [grpc]
          address = "{Socket}"
        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "{Image}"
          restrict_oom_score_adj = true
          disable_apparmor = true
          disable_tcp_service = true
          stream_server_address = "127.0.0.1"
          [plugins."io.containerd.grpc.v1.cri".cni]
            bin_dir = "/opt/cni/bin"
            conf_dir = "/etc/cni/net.d"
            max_conf_num = 1
          [plugins."io.containerd.grpc.v1.cri".containerd]
            snapshotter = "overlayfs"
            default_runtime_name = "runc"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"
              [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                SystemdCgroup = false
        [plugins."io.containerd.internal.v1.opt"]
          path = "/run/containerd-opt"
        """;

    private readonly TestNode _node;
    private readonly Process _daemon;

    private Containerd(TestNode node, Process daemon)
    {
        _node = node;
        _daemon = daemon;
    }

    /// <summary>The socket, by a path that holds in this process.</summary>
    public string SocketPath => _node.HostPath(Socket);

    /// <summary>The folder of cgroups that its containers are put into, removed at the end; a cgroup is no file of the node's.</summary>
    public string CgroupParent { get; } = $"/cnichain-test-{Guid.NewGuid():N}";

    /// <summary>Starts it; skips the test when it is not on this machine.</summary>
    public static Containerd Start(TestNode node, string conflist)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/containerd") && File.Exists("/usr/sbin/runc"), "needs containerd and runc");
        Rootfs.WriteTo(node);
        OciImage.Write(node.HostPath(Rootfs.Path), node.HostPath(Archive), Image, "/bin/sleep", "100000");
        node.WriteFile("/etc/cni/net.d/10-podnet.conflist", conflist);
        node.WriteFile("/run/containerd.toml", Configuration);
        var containerd = new Containerd(node, node.StartDaemon(["containerd", "-c", "/run/containerd.toml"], "/run/containerd.log"));
        try
        {
            node.WaitFor("ctr version", "/run/containerd.log");
            node.Exec($"ctr images import {Archive}");
            node.Exec($"ctr --namespace k8s.io images import {Archive}");
            return containerd;
        }
        catch
        {
            containerd.Dispose();
            throw;
        }
    }

    /// <summary>Runs a container of <c>ctr run --cni</c> to its end, and returns what its command printed.</summary>
    public string RunToEnd(string id, string command) => _node.Run(
        ["ctr", "run", "--rm", "--cni", "--cgroup", $"{CgroupParent}/{id}", Image, id, "/bin/sh", "-c", command]).Checked().Output;

    public void Dispose()
    {
        _node.StopDaemon(_daemon);
        RemoveCgroups();
    }

    // cgroup v1 has a tree a controller, v2 has one. A process that is killed is its cgroup's until the kernel has done with it.
    private void RemoveCgroups()
    {
        string[] trees = ["/sys/fs/cgroup", .. Directory.GetDirectories("/sys/fs/cgroup")];
        foreach (var top in trees.Select(tree => tree + CgroupParent).Where(Directory.Exists))
        {
            foreach (var folder in Directory.GetDirectories(top, "*", SearchOption.AllDirectories).OrderByDescending(f => f.Length).Append(top))
            {
                HostView.Until(() => Command.Run(["rmdir", folder]).ExitCode == 0, $"{folder} removed");
            }
        }
    }
}
