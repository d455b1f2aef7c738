using System.Net.Sockets;
using CniChain.Linux.Route;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Rtnetlink;

/// <summary>Settings below /proc/sys/net that netlink reads and writes as well.</summary>
public sealed class LinkSettingsTests
{
    [Fact]
    public void FindLink_SettingsChangedByFile_SaysSo()
    {
        using var test = TestNamespace.Create();
        test.Shell("ip link add veth1 type veth peer name veth2; ip link add veth3 type veth peer name veth4");
        test.Shell("sysctl -qw net.ipv4.conf.veth1.route_localnet=1 net.ipv6.conf.veth1.accept_ra=2 net.ipv6.conf.veth3.accept_ra=0");
        using var socket = RouteSocket.Open(test.Namespace);

        var changed = socket.FindLink("veth1")!;
        var other = socket.FindLink("veth3")!;

        Assert.True(changed.RouteLocalnet);
        Assert.Equal(2, changed.AcceptRouterAdvertisements);
        Assert.False(other.RouteLocalnet);
        Assert.Equal(0, other.AcceptRouterAdvertisements);
        Assert.Equal([true, false], socket.GetLinks(kind: "veth").Where(l => l.Name is "veth1" or "veth3").OrderBy(l => l.Name).Select(l => l.RouteLocalnet == true));
    }

    [Theory]
    [InlineData(true, "1")]
    [InlineData(false, "0")]
    public void Change_ArpNotify_IsTheFilesValue(bool value, string expected)
    {
        using var test = TestNamespace.Create();
        test.Shell($"ip link add veth1 type veth peer name veth2; sysctl -qw net.ipv4.conf.veth1.arp_notify={(value ? 0 : 1)}");
        using var socket = RouteSocket.Open(test.Namespace);

        socket.Execute(LinkRequest.Change(socket.FindLink("veth1")!.Index, new LinkChange { ArpNotify = value }));

        Assert.Equal(expected, test.Exec("sysctl -n net.ipv4.conf.veth1.arp_notify").Trim());
        Assert.Equal("0", test.Exec("sysctl -n net.ipv4.conf.veth2.arp_notify").Trim());
    }

    [Theory]
    [InlineData(AddressFamily.InterNetwork, "net.ipv4.ip_forward")]
    [InlineData(AddressFamily.InterNetworkV6, "net.ipv6.conf.all.forwarding")]
    public void FindForwarding_SwitchedByFile_SaysSo(AddressFamily family, string key)
    {
        using var test = TestNamespace.Create();
        using var socket = RouteSocket.Open(test.Namespace);
        test.Exec($"sysctl -qw {key}=0");
        Assert.False(socket.FindForwarding(family));

        test.Exec($"sysctl -qw {key}=1");

        Assert.True(socket.FindForwarding(family));
    }
}
