using CniChain.EndToEnd.Tests.Clients.Cri;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Clients;

/// <summary>containerd, through <c>ctr run --cni</c> and through its CRI plugin, on a list whose only plugin is cnichain.</summary>
public sealed class ContainerdTests
{
    [Theory]
    [InlineData(PluginSet.Reference)]
    [InlineData(PluginSet.CniChain)]
    public void Ctr_RunAndRemoved_HasItsNetworkAndLeavesNoTrace(PluginSet plugins)
    {
        using var node = TestNode.Create(plugins);
        using var containerd = Containerd.Start(node, Networks.For(plugins));
        containerd.RunToEnd("first", "true");
        var before = node.Snapshot();

        var seen = containerd.RunToEnd("second", $"ip -4 -o addr show eth0; ip route; ping -c1 -W30 {TestNode.OutsideAddress}");

        Assert.Contains("inet 10.88.0.3/16", seen, StringComparison.Ordinal);
        Assert.Contains($"default via {Networks.Gateway} dev eth0", seen, StringComparison.Ordinal);
        Assert.Contains(" 0% packet loss", seen, StringComparison.Ordinal);
        // ctr leaves CNI_NETNS empty at DEL, and then the reference's bridge 1.1.1 forgets its NAT rules.
        node.AssertReturnsTo(before, s => plugins == PluginSet.Reference ? Attached.OnlyContainers(s).Only("link", "route", "file") : Attached.OnlyContainers(s));
    }

    [Theory]
    [InlineData(PluginSet.Reference)]
    [InlineData(PluginSet.CniChain)]
    public async Task CriPod_RunAndRemoved_HasItsNetworkAndLeavesNoTrace(PluginSet plugins)
    {
        using var node = TestNode.Create(plugins);
        using var containerd = Containerd.Start(node, Networks.For(plugins));
        using var cri = new CriClient(containerd.SocketPath);
        await cri.WaitForNetworkAsync();
        await cri.RemoveAsync(await cri.RunWebServerAsync(Pod(containerd, "first", 28079)));
        var before = node.Snapshot();

        var pod = await cri.RunWebServerAsync(Pod(containerd, "web", 28080));

        Assert.Equal("10.88.0.3", pod.Address);
        Assert.Contains("inet 10.88.0.3/16", await cri.ExecAsync(pod, "ip -4 -o addr show eth0"), StringComparison.Ordinal);
        Assert.Contains("LOOPBACK,UP", await cri.ExecAsync(pod, "ip link show lo"), StringComparison.Ordinal);
        Assert.Contains("nameserver 192.0.2.53", await cri.ExecAsync(pod, "cat /etc/resolv.conf"), StringComparison.Ordinal);
        Assert.Contains(" 0% packet loss", await cri.ExecAsync(pod, $"ping -c1 -W30 {TestNode.OutsideAddress}"), StringComparison.Ordinal);
        Assert.Equal(Rootfs.Greeting, WebServer.Ask(node.Outside, TestNode.Address, 28080));
        Assert.Equal(Rootfs.Greeting, WebServer.Ask(node, TestNode.Address, 28080));
        Assert.Equal(Rootfs.Greeting, WebServer.Ask(node, "127.0.0.1", 28080));

        await cri.RemoveAsync(pod);
        node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    private static PodSandboxConfig Pod(Containerd containerd, string name, int hostPort) => new()
    {
        Metadata = new PodSandboxMetadata { Name = name, Uid = name + "-uid", Namespace = "default" },
        Hostname = name,
        LogDirectory = "/run/pod-logs",
        DnsConfig = new DnsConfig { Servers = { "192.0.2.53" } },
        PortMappings = { new PortMapping { ContainerPort = 80, HostPort = hostPort } },
        Linux = new LinuxPodSandboxConfig { CgroupParent = containerd.CgroupParent },
    };
}
