using System.Diagnostics;
using System.Globalization;

namespace CniChain.Testing;

/// <summary>The first process of a test node: it holds the node's namespaces and file systems, and everything dies with it.</summary>
/// <remarks>
/// A pid namespace of its own, so that no daemon a runtime leaves behind can outlive the test; it ends when its stdin does, so a killed
/// test run leaves nothing behind either. Everything the node writes lands in memory: /run, and the upper layers of /etc, /opt and /var.
/// </remarks>
internal sealed class NodeProcess : IDisposable
{
    private const string Ready = "node-ready";

    // A fresh sysfs shows the node's links instead of the machine's, but comes without the cgroup tree, so that is carried over.
    // crun refuses the hybrid layout, so cgroup2 beside cgroup1 goes away.
    // bash and not sh: the first process of a pid namespace inherits every orphan, and dash would not reap them while it waits for input.
    private const string Layout = $$"""
        mount -t tmpfs -o mode=755 tmpfs /mnt
        mkdir /mnt/cgroup; mount --rbind /sys/fs/cgroup /mnt/cgroup
        mount -t sysfs sysfs /sys
        mount --rbind /mnt/cgroup /sys/fs/cgroup; umount -l /mnt/cgroup
        if mountpoint -q /sys/fs/cgroup/unified; then umount /sys/fs/cgroup/unified; fi
        for folder in etc opt var; do
          mkdir -p /mnt/$folder.upper /mnt/$folder.work
          mount -t overlay -o lowerdir=/$folder,upperdir=/mnt/$folder.upper,workdir=/mnt/$folder.work overlay /$folder
        done
        umount -l /mnt
        mount -t tmpfs -o mode=755 tmpfs /run
        mkdir -p /run/netns /run/lock /run/tmp
        mount --bind /run/netns /run/netns; mount --make-shared /run/netns
        rm -rf /etc/cni /opt/cni /var/lib/cni
        mkdir -p /etc/cni/net.d /opt/cni/bin /var/lib/cni
        ip link set lo up
        echo {{Ready}}
        read -r _
        """;

    private readonly Process _process;

    private NodeProcess(Process process, int firstPid)
    {
        _process = process;
        FirstPid = firstPid;
    }

    /// <summary>The id, in this process's view, of the node's process 1.</summary>
    public int FirstPid { get; }

    public static NodeProcess Start()
    {
        var process = Command.Start(
            ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private", "--", "bash", "-euc", Layout]);
        try
        {
            if (process.StandardOutput.ReadLine() != Ready)
            {
                throw new InvalidOperationException($"the node did not come up: {process.StandardError.ReadToEnd()}");
            }

            var children = File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children");
            return new NodeProcess(process, int.Parse(children.Trim(), CultureInfo.InvariantCulture));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
