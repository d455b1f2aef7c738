using System.Net;
using CniChain.Plugins.Dhcp.V6;
using CniChain.Plugins.Tests.Dhcp.Servers;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Dhcp;

/// <summary>IPv6 leases over time, against servers that want to be asked again soon; lent for seconds only where a lease is to end.</summary>
public sealed class Dhcp6LifeTests : IDisposable
{
    private const string Family = "\"family\": \"6\"";
    private readonly DhcpNode _node = DhcpNode.Create();
    private readonly Attachment _attachment = new("lan", "c1", "eth0");

    public Dhcp6LifeTests() => _node.UseIPv6();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Lease_IsExtended_AgainAndAgain()
    {
        var server = _node.Kea6(120, renew: 2);
        var container = _node.NewContainer();
        var result = await _node.AttachAsync(container, Family);
        server.WaitFor("REPLY (type 7)"); // All that it told before.
        var solicits = Count(server.Output, "SOLICIT (type 1)");

        await DhcpNode.WaitForAsync(() => Count(server.Output, "RENEW (type 5)") >= 3, "the third renewal");

        Assert.Equal(result.Ips[0].Address, Assert.Single(_node.Leases).Address);
        Assert.Equal([result.Ips[0].Address.Address], DhcpNode.Addresses6(container));
        Assert.DoesNotContain(_node.Resident.Lines, line => line.StartsWith("warning", StringComparison.Ordinal));
        Assert.Equal(solicits, Count(server.Output, "SOLICIT (type 1)"));
    }

    [Fact]
    public async Task Server_GoneAndBack_ExtendsTheSameLease()
    {
        var server = _node.Kea6(40, renew: 2, rebind: 4);
        var container = _node.NewContainer();
        var result = await _node.AttachAsync(container, Family);
        server.Kill();
        await DhcpNode.WaitForAsync(() => _node.Leases[0].State == "rebinding", "T2");

        server.Again();

        await DhcpNode.WaitForAsync(() => _node.Leases[0].State == "bound", "the extension");
        Assert.Equal(result.Ips[0].Address, _node.Leases[0].Address);
        Assert.Equal([result.Ips[0].Address.Address], DhcpNode.Addresses6(container));
    }

    [Fact]
    public async Task Server_GoneForGood_TakesTheAddressAway_AndBackGivesOne()
    {
        var server = _node.Kea6(6);
        var container = _node.NewContainer();
        await _node.AttachAsync(container, Family);
        server.Kill();

        await DhcpNode.WaitForAsync(() => DhcpNode.Addresses6(container).Count == 0, "the address's end");
        Assert.Null(_node.Leases[0].Address);
        await Assert.ThrowsAsync<CniException>(() => _node.CheckAsync(container, null, keys: Family));

        server.Again();
        await DhcpNode.WaitForAsync(() => DhcpNode.Addresses6(container).Count == 1, "another address");
    }

    [Fact]
    public async Task Network_Renumbered_IsFollowedByInterfaceAndJournal()
    {
        var server = _node.Kea6(6);
        var container = _node.NewContainer();
        var program = Path.Combine(_node.Folder, "changed.sh");
        ProgramFile.Write(program, $"#!/bin/sh\necho $CNICHAIN_EVENT $DHCP_FAMILY $DHCP_ADDRESS >> {_node.Folder}/changes\n");
        _node.Resident.Journal[_attachment] = await _node.AttachAsync(container, $"{Family}, \"gateway\": \"fe80::1\", \"onChange\": [\"{program}\"]");
        server.Kill();
        _node.Lan.Shell("ip addr del fd70::1/64 dev d0; ip addr add fd71::1/64 dev d0 nodad");

        _node.Kea6(600, "fd71::100-fd71::150", name: "kea2", subnet: "fd71::/64");

        await DhcpNode.WaitForAsync(() => DhcpNode.Addresses6(container) is [var a] && a.ToString().StartsWith("fd71::", StringComparison.Ordinal), "the new address");
        await DhcpNode.WaitForAsync(
            () => _node.Resident.Journal[_attachment].Ips[0].Address.ToString().StartsWith("fd71::", StringComparison.Ordinal), "the journal");
        Assert.Equal(IPAddress.Parse("fe80::1"), _node.Resident.Journal[_attachment].Ips[0].Gateway);
        await DhcpNode.WaitForAsync(
            () => File.Exists($"{_node.Folder}/changes") && File.ReadAllText($"{_node.Folder}/changes").Contains("changed 6 fd71::", StringComparison.Ordinal), "onChange");
    }

    [Fact]
    public async Task Renewal_WithAnotherAddress_IsFollowed()
    {
        using var server = new ScriptedServer6(_node.Lan, message => message.Type == MessageType.Renew
            ? [ScriptedServer6.Bytes(ScriptedServer6.Answer(message, ScriptedServer6.Lent("fd70::110", 0), ScriptedServer6.Lent("fd70::120", 600)))]
            : [ScriptedServer6.Bytes(ScriptedServer6.Answer(message, ScriptedServer6.Lent("fd70::110", 600)))]);
        var container = _node.NewContainer();
        _node.Resident.Journal[_attachment] = await _node.AttachAsync(container, Family);

        await DhcpNode.WaitForAsync(() => DhcpNode.Addresses6(container).SequenceEqual([IPAddress.Parse("fd70::120")]), "the new address");
        await DhcpNode.WaitForAsync(() => _node.Resident.Journal[_attachment].Ips[0].Address.ToString() == "fd70::120/128", "the journal");
        Assert.DoesNotContain(_node.Resident.Lines, line => line.Contains("has lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restart_OfTheHost_IsConfirmed()
    {
        var server = _node.Kea6(600);
        var container = _node.NewContainer();
        var result = await _node.AttachAsync(container, Family);

        // One, or more where the server was slow to answer.
        server.WaitFor("REPLY (type 7)");
        var solicits = Count(server.Output, "SOLICIT (type 1)");
        var replies = Count(server.Output, "REPLY (type 7)");
        Assert.NotEqual(0, solicits);

        _node.Restart();

        server.WaitFor("CONFIRM (type 4)");
        await DhcpNode.WaitForAsync(() => Count(server.Output, "REPLY (type 7)") > replies, "the server's yes");
        Assert.Equal(solicits, Count(server.Output, "SOLICIT (type 1)"));
        Assert.Equal([result.Ips[0].Address.Address], DhcpNode.Addresses6(container));
        Assert.True(_node.Plugin.KeepsHost);
        await _node.CheckAsync(container, result, keys: Family);
    }

    [Fact]
    public async Task Restart_AfterARenumbering_LeavesTheOldAddressForANewOne()
    {
        var server = _node.Kea6(600);
        var container = _node.NewContainer();
        await _node.AttachAsync(container, Family);
        server.Kill();
        _node.Lan.Shell("ip addr del fd70::1/64 dev d0; ip addr add fd71::1/64 dev d0 nodad");
        _node.Kea6(600, "fd71::100-fd71::150", name: "kea2", subnet: "fd71::/64");

        _node.Restart();

        await DhcpNode.WaitForAsync(() => DhcpNode.Addresses6(container) is [var a] && a.ToString().StartsWith("fd71::", StringComparison.Ordinal), "the new address");
    }

    [Fact]
    public async Task Interface_ThatTheContainerRenamed_IsExtended()
    {
        var server = _node.Kea6(120, renew: 2);
        var container = _node.NewContainer();
        await _node.AttachAsync(container, Family);

        container.Exec("ip link set eth0 down");
        container.Exec("ip link set eth0 name lan7");
        container.Exec("ip link set lan7 up");

        await DhcpNode.WaitForAsync(() => Count(server.Output, "RENEW (type 5)") >= 2, "the second renewal");
        await DhcpNode.WaitForAsync(() => Assert.Single(_node.Leases).State == "bound", "the extension");
    }

    [Fact]
    public async Task Container_ThatVanished_IsReleased()
    {
        var server = _node.Kea6(600);
        var container = _node.NewContainer();
        await _node.AttachAsync(container, Family);

        container.Dispose();

        server.WaitFor("DHCP6_RELEASE_NA ");
        await DhcpNode.WaitForAsync(() => !_node.Plugin.KeepsHost, "the lease's end");
        Assert.Empty(_node.Leases);
    }

    [Fact]
    public async Task Del_AfterTheInterfaceIsGone_ReleasesAtTheServer()
    {
        var server = _node.Kea6(600);
        var container = _node.NewContainer();
        var result = await _node.AttachAsync(container, Family);
        await DhcpNode.WaitForAsync(() => server.Leases.Contains(result.Ips[0].Address.Address.ToString(), StringComparison.Ordinal), "the server's note of the lease");

        _node.Host.Exec("ip link del vc1");
        await _node.DelAsync(container);

        server.WaitFor("DHCP6_RELEASE_NA ");

        // A lease that is given back stands there again with a lifetime of 0, behind address and DUID.
        var address = result.Ips[0].Address.Address + ",";
        await DhcpNode.WaitForAsync(
            () => server.Leases.Split('\n').Last(l => l.StartsWith(address, StringComparison.Ordinal)).Split(',')[2] == "0", "the server's giving up the lease");
        Assert.Empty(_node.Leases);
        Assert.False(_node.Plugin.KeepsHost);
    }

    [Fact]
    public async Task Del_WithTheInterfaceThere_ReleasesThroughIt()
    {
        var server = _node.Dnsmasq6();
        var container = _node.NewContainer();
        await _node.AttachAsync(container, Family);

        await _node.DelAsync(container);

        server.WaitFor("DHCPRELEASE");
    }

    [Fact]
    public async Task Del_WithTheServerOnTheBridgeItself_Releases()
    {
        _node.Lan.Exec("ip addr flush dev d0");
        _node.Host.Shell("echo 0 > /proc/sys/net/ipv6/conf/lan0/accept_dad; ip link set lan0 down; ip link set lan0 up; ip addr add fd70::1/64 dev lan0 nodad");
        var leases = Path.Combine(_node.Folder, "bridge.leases");
        var server = DhcpServer.Start(
            _node, _node.Host, "dnsmasq", leases, "DHCP, sockets bound", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0", "--interface=lan0",
            "--bind-interfaces", "--user=root", "--log-dhcp", "--log-facility=-", "--pid-file=", $"--dhcp-leasefile={leases}",
            "--dhcp-range=fd70::100,fd70::150,64,120s");
        var container = _node.NewContainer();
        await _node.AttachAsync(container, Family);
        _node.Host.Exec("ip link del vc1");

        await _node.DelAsync(container);

        server.WaitFor("DHCPRELEASE");
        Assert.DoesNotContain("dhcp", _node.Host.Exec("ip -o link"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Macvlan_LeasesOverItsParent_AndReleasesByIt()
    {
        _node.Host.Exec("ip link set srv0 nomaster");
        var server = _node.Dnsmasq6();
        var container = _node.Own(TestNamespace.Create());
        _node.Host.Exec("ip link add link srv0 name mv0 type macvlan mode bridge");
        _node.Host.Exec($"ip link set mv0 netns {container.Path} name eth0");
        container.Exec("ip link set eth0 up");
        await _node.AttachAsync(container, Family);
        container.Exec("ip link del eth0");

        await _node.DelAsync(container);

        server.WaitFor("DHCPRELEASE");
        Assert.Empty(_node.Leases);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
