using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Clients;

/// <summary>podman with its CNI backend, on a list whose only plugin is cnichain, and for comparison on the reference's.</summary>
public sealed class PodmanTests
{
    [Theory]
    [InlineData(PluginSet.Reference)]
    [InlineData(PluginSet.CniChain)]
    public void Container_RunAndRemoved_HasItsNetworkAndLeavesNoTrace(PluginSet plugins)
    {
        using var node = TestNode.Create(plugins);
        var podman = new Podman(node, Networks.For(plugins));
        podman.RunWebServer("first", "-p", "18079:80");
        podman.Do("rm", "-f", "-t0", "first");
        var before = node.Snapshot();

        podman.RunWebServer("web", "-p", "18080:80", "--dns", "192.0.2.53");

        Assert.Contains("inet 10.88.0.3/16", podman.Exec("web", "ip -4 -o addr show eth0"), StringComparison.Ordinal);
        Assert.Contains("nameserver 192.0.2.53", podman.Exec("web", "cat /etc/resolv.conf"), StringComparison.Ordinal);
        Assert.Contains(" 0% packet loss", podman.Exec("web", $"ping -c1 -W30 {TestNode.OutsideAddress}"), StringComparison.Ordinal);
        Assert.Equal(Rootfs.Greeting, WebServer.Ask(node.Outside, TestNode.Address, 18080));
        Assert.Equal(Rootfs.Greeting, WebServer.Ask(node, TestNode.Address, 18080));
        Assert.Equal(Rootfs.Greeting, WebServer.Ask(node, "127.0.0.1", 18080));

        podman.Do("rm", "-f", "-t0", "web");
        node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    [Theory]
    [InlineData(PluginSet.Reference)]
    [InlineData(PluginSet.CniChain)]
    public void Container_Restarted_IsReachableAgain(PluginSet plugins)
    {
        using var node = TestNode.Create(plugins);
        var podman = new Podman(node, Networks.For(plugins));
        podman.RunWebServer("web", "-p", "18080:80");
        podman.Do("restart", "-t0", "web");
        Assert.Equal(Rootfs.Greeting, WebServer.Ask(node.Outside, TestNode.Address, 18080));
        podman.Do("rm", "-f", "-t0", "web");
    }

    /// <summary>
    /// The plain list also for cnichain: podman 4 puts {"ips": true} in place of the first plugin's capabilities when it asks for an
    /// address, as it does here, so a sole plugin never hears of the ports (conf/README.md).
    /// </summary>
    [Theory]
    [InlineData(PluginSet.Reference, false)]
    [InlineData(PluginSet.Reference, true)]
    [InlineData(PluginSet.CniChain, false)]
    [InlineData(PluginSet.CniChain, true)]
    public void Network_Reloaded_KeepsAddressesAndPort(PluginSet plugins, bool isFixed)
    {
        using var node = TestNode.Create(plugins);
        var podman = new Podman(node, Networks.For(PluginSet.Reference));
        string[] wish = isFixed ? ["--ip", "10.88.0.9", "--mac-address", "02:00:0a:58:00:09"] : [];
        podman.RunWebServer("web", ["-p", "18080:80", .. wish]);
        var link = Addresses();

        podman.Do("network", "reload", "web");

        Assert.Equal(Rootfs.Greeting, WebServer.Ask(node.Outside, TestNode.Address, 18080));
        Assert.Contains(isFixed ? "inet 10.88.0.9/16" : "inet 10.88.0.2/16", link, StringComparison.Ordinal);
        Assert.Contains(isFixed ? "02:00:0a:58:00:09" : "link/ether", link, StringComparison.Ordinal);
        Assert.Equal(link, Addresses());
        podman.Do("rm", "-f", "-t0", "web");

        // The two lines that say what the interface is reached by, without its index.
        string Addresses() => string.Join('\n', podman.Exec("web", "ip addr show eth0").Split('\n').Where(l => l.Contains("inet ") || l.Contains("link/ether")));
    }

    [Theory]
    [InlineData(PluginSet.Reference)]
    [InlineData(PluginSet.CniChain)]
    public void Containers_OnOneNetwork_ReachEachOther(PluginSet plugins)
    {
        using var node = TestNode.Create(plugins);
        var podman = new Podman(node, Networks.For(plugins));
        podman.RunWebServer("web");
        podman.RunWebServer("client");
        Assert.Contains(" 0% packet loss", podman.Exec("client", "ping -c1 -W30 10.88.0.2"), StringComparison.Ordinal);
        podman.Do("rm", "-f", "-t0", "web", "client");
    }

}
