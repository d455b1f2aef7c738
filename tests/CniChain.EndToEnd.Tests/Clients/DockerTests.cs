using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Clients;

/// <summary>Docker calls no CNI plugin: its container without a network gets one from the command line, by its process id.</summary>
public sealed class DockerTests
{
    [Fact]
    public void Container_WithoutNetwork_GetsOneByItsPid()
    {
        using var node = TestNode.Create();
        node.WriteFile("/etc/cni/net.d/10-podnet.conflist", Networks.For(PluginSet.CniChain));
        using var docker = Docker.Start(node);
        var pid = docker.RunWebServer("web");

        node.Exec($"/opt/cni/bin/cnichain add podnet --pid {pid} -p 18080:80");

        Assert.Contains("inet 10.88.0.2/16", docker.Exec("web", "ip -4 -o addr show eth0"), StringComparison.Ordinal);
        Assert.Contains(" 0% packet loss", docker.Exec("web", $"ping -c1 -W30 {TestNode.OutsideAddress}"), StringComparison.Ordinal);
        Assert.Equal(Rootfs.Greeting, WebServer.Ask(node.Outside, TestNode.Address, 18080));

        node.Exec($"/opt/cni/bin/cnichain del podnet --pid {pid}");
        Assert.DoesNotContain("eth0", docker.Exec("web", "ip link"), StringComparison.Ordinal);
        docker.Remove("web");
    }
}
