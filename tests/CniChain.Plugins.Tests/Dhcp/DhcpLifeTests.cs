using System.Net;
using CniChain.Plugins.Tests.Dhcp.Servers;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Dhcp;

/// <summary>Leases over time, against servers that want to be asked again soon.</summary>
/// <remarks>
/// What a lease has to outlast is lent for long, with a T1 of seconds: on a busy machine seconds pass between any two lines. It is lent for
/// seconds only where it is to end.
/// </remarks>
public sealed class DhcpLifeTests : IDisposable
{
    private const string Router = """{ "name": "routers", "data": "10.70.0.1" }""";
    private readonly DhcpNode _node = DhcpNode.Create();
    private readonly Attachment _attachment = new("lan", "c1", "eth0");

    public void Dispose() => _node.Dispose();

    public static TheoryData<string> Kinds => ["kea", "isc", "udhcpd"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Lease_IsExtended_AgainAndAgain(string kind)
    {
        const int Lifetime = 120;
        const int Renew = 2;
        var server = kind switch { "kea" => _node.Kea(Lifetime, renew: Renew), "isc" => _node.Isc(Lifetime, Renew), _ => _node.Udhcpd(Lifetime, Renew) };
        var container = _node.NewContainer();
        var result = await _node.AttachAsync(container);

        await ExtendedAsync(3);

        var lease = Assert.Single(_node.Leases);
        Assert.Equal(result.Ips[0].Address, lease.Address);
        Assert.Equal([result.Ips[0].Address.Address], DhcpNode.Addresses(container));
        Assert.DoesNotContain(_node.Resident.Lines, line => line.StartsWith("warning", StringComparison.Ordinal));
        await _node.DelAsync(container);
        Assert.NotEqual("", server.Output);
    }

    [Fact]
    public async Task Server_GoneAndBack_ExtendsTheSameLease()
    {
        var server = _node.Kea(40, options: Router, renew: 2, rebind: 4);
        var container = _node.NewContainer();
        var result = await _node.AttachAsync(container);
        server.Kill();
        await DhcpNode.WaitForAsync(() => _node.Leases[0].State == "rebinding", "T2");

        server.Again();

        await DhcpNode.WaitForAsync(() => _node.Leases[0].State == "bound", "the extension");
        Assert.Equal(result.Ips[0].Address, _node.Leases[0].Address);
        Assert.Equal([result.Ips[0].Address.Address], DhcpNode.Addresses(container));
    }

    [Fact]
    public async Task Server_GoneForGood_TakesTheAddressAway_AndBackGivesOne()
    {
        var server = _node.Kea(6, options: Router);
        var container = _node.NewContainer();
        await _node.AttachAsync(container);
        server.Kill();

        await DhcpNode.WaitForAsync(() => DhcpNode.Addresses(container).Count == 0, "the address's end");
        Assert.Null(_node.Leases[0].Address);
        await Assert.ThrowsAsync<CniException>(() => _node.CheckAsync(container, null));

        server.Again();
        await DhcpNode.WaitForAsync(() => DhcpNode.Addresses(container).Count == 1, "another address");
        await DhcpNode.WaitForAsync(() => container.Exec("ip route").Contains("default via 10.70.0.1", StringComparison.Ordinal), "the route");
    }

    [Fact]
    public async Task Network_Renumbered_IsFollowedByInterfaceRoutesAndJournal()
    {
        var server = _node.Kea(6, options: Router);
        var container = _node.NewContainer();
        var program = Path.Combine(_node.Folder, "changed.sh");
        ProgramFile.Write(program, $"#!/bin/sh\necho $CNICHAIN_EVENT $CNI_CONTAINERID $DHCP_ADDRESS $DHCP_ROUTER >> {_node.Folder}/changes\n");
        var result = await _node.AttachAsync(container, $"\"onChange\": [\"{program}\"]");
        _node.Resident.Journal[_attachment] = result;
        server.Kill();
        _node.Lan.Shell("ip addr del 10.70.0.1/24 dev d0; ip addr add 10.71.0.1/24 dev d0");

        _node.Kea(600, "10.71.0.100-10.71.0.150", Router.Replace("10.70", "10.71", StringComparison.Ordinal), "kea2", "10.71.0.0/24");

        await DhcpNode.WaitForAsync(
            () => DhcpNode.Addresses(container) is [var a] && a.ToString().StartsWith("10.71.0.", StringComparison.Ordinal), "the new address");
        await DhcpNode.WaitForAsync(() => _node.Resident.Journal[_attachment].Ips[0].Gateway!.Equals(IPAddress.Parse("10.71.0.1")), "the journal");
        Assert.Contains("default via 10.71.0.1", container.Exec("ip route"), StringComparison.Ordinal);
        Assert.DoesNotContain("10.70.", container.Exec("ip route"), StringComparison.Ordinal);
        Assert.Equal("10.71.0.1", Assert.Single(_node.Resident.Journal[_attachment].Routes).Gateway!.ToString());
        await DhcpNode.WaitForAsync(() => File.Exists($"{_node.Folder}/changes") && File.ReadAllText($"{_node.Folder}/changes").Contains("changed c1 10.71.0.", StringComparison.Ordinal), "onChange");
    }

    [Fact]
    public async Task Renewal_WithAnotherRouter_IsFollowed()
    {
        var server = _node.Kea(4, options: Router);
        var container = _node.NewContainer();
        var result = await _node.AttachAsync(container);
        _node.Resident.Journal[_attachment] = result;
        server.Kill();

        _node.Kea(600, options: Router.Replace("10.70.0.1", "10.70.0.2", StringComparison.Ordinal));

        await DhcpNode.WaitForAsync(() => container.Exec("ip route").Contains("default via 10.70.0.2", StringComparison.Ordinal), "the new route");
        Assert.DoesNotContain("via 10.70.0.1 ", container.Exec("ip route"), StringComparison.Ordinal);
        await DhcpNode.WaitForAsync(() => _node.Resident.Journal[_attachment].Ips[0].Gateway!.ToString() == "10.70.0.2", "the journal");
    }

    [Fact]
    public async Task Renewal_WithAnotherMtu_IsFollowedByInterfaceAndJournal()
    {
        var server = _node.Kea(4, options: $$"""{{Router}}, { "name": "interface-mtu", "data": "1400" }""");
        var container = _node.NewContainer();
        var result = await _node.AttachAsync(container);
        _node.Resident.Journal[_attachment] = result with
        {
            Interfaces = [new CniInterface { Name = "lan0", Mtu = 1500 }, new CniInterface { Name = "eth0", Mtu = 1400, Sandbox = container.Path }],
        };
        server.Kill();

        _node.Kea(600, options: $$"""{{Router}}, { "name": "interface-mtu", "data": "1450" }""");

        await DhcpNode.WaitForAsync(() => container.Exec("ip link show eth0").Contains(" mtu 1450 ", StringComparison.Ordinal), "the new MTU");
        await DhcpNode.WaitForAsync(() => _node.Resident.Journal[_attachment].Interfaces[1].Mtu == 1450, "the journal");
        Assert.Equal(1500, _node.Resident.Journal[_attachment].Interfaces[0].Mtu);
    }

    [Fact]
    public async Task Renewal_WithAnotherAddress_IsFollowed()
    {
        var address = IPAddress.Parse("10.70.0.120");
        using var server = new ScriptedServer(_node.Lan, message => message.ClientAddress.Equals(IPAddress.Any) ? IPAddress.Parse("10.70.0.110") : address);
        var container = _node.NewContainer();
        var result = await _node.AttachAsync(container);
        Assert.Equal(IPAddress.Parse("10.70.0.110"), result.Ips[0].Address.Address);

        await DhcpNode.WaitForAsync(() => DhcpNode.Addresses(container).SequenceEqual([address]), "the new address");

        Assert.Contains("default via 10.70.0.1", container.Exec("ip route"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_OfTheHost_AsksWhetherTheLeaseStands()
    {
        var server = _node.Dnsmasq();
        var container = _node.NewContainer();
        var result = await _node.AttachAsync(container);
        server.WaitFor("DHCPACK(d0)"); // All that it told before.
        var (discovers, acks) = (Count(server.Output, "DHCPDISCOVER"), Count(server.Output, "DHCPACK(d0)"));

        _node.Restart();

        await DhcpNode.WaitForAsync(() => Count(server.Output, "DHCPACK(d0)") > acks, "the restarted host's ACK");
        Assert.Equal(discovers, Count(server.Output, "DHCPDISCOVER"));
        Assert.Equal([result.Ips[0].Address.Address], DhcpNode.Addresses(container));
        Assert.True(_node.Plugin.KeepsHost);
        await _node.CheckAsync(container, result);
        Assert.Equal(acks + 1, Count(server.Output, "DHCPACK(d0)"));
    }

    [Fact]
    public async Task Restart_OfTheHost_AgainstKea_IsInitReboot()
    {
        var server = _node.Kea(600, options: Router);
        var container = _node.NewContainer();
        var result = await _node.AttachAsync(container);
        server.WaitFor("DHCP4_LEASE_ALLOC"); // All that it told before.
        var offers = Offers(server);

        _node.Restart();

        // kea tells a REQUEST in INIT-REBOOT state (no server identifier, no ciaddr) from every other.
        server.WaitFor("DHCP4_INIT_REBOOT");
        await DhcpNode.WaitForAsync(() => Assert.Single(_node.Leases).State == "bound", "the server's yes");
        Assert.Equal(offers, Offers(server));
        Assert.Equal([result.Ips[0].Address.Address], DhcpNode.Addresses(container));
        await _node.CheckAsync(container, result);
    }

    [Fact]
    public async Task Restart_AfterARenumbering_LeavesTheOldAddressForANewOne()
    {
        var server = _node.Kea(600, options: Router);
        var container = _node.NewContainer();
        await _node.AttachAsync(container);
        server.Kill();
        _node.Lan.Shell("ip addr del 10.70.0.1/24 dev d0; ip addr add 10.71.0.1/24 dev d0");
        _node.Kea(600, "10.71.0.100-10.71.0.150", Router.Replace("10.70", "10.71", StringComparison.Ordinal), "kea2", "10.71.0.0/24");

        _node.Restart();

        await DhcpNode.WaitForAsync(
            () => DhcpNode.Addresses(container) is [var a] && a.ToString().StartsWith("10.71.0.", StringComparison.Ordinal), "the new address");
    }

    [Fact]
    public async Task Container_ThatVanished_IsReleased()
    {
        var server = _node.Dnsmasq();
        var container = _node.NewContainer();
        await _node.AttachAsync(container);

        container.Dispose();

        server.WaitFor("DHCPRELEASE");
        await DhcpNode.WaitForAsync(() => !_node.Plugin.KeepsHost, "the lease's end");
        Assert.Empty(_node.Leases);
    }

    [Fact]
    public async Task File_TakenAwayByAnotherProcess_EndsTheKeeping()
    {
        _node.Dnsmasq();
        var container = _node.NewContainer();
        await _node.AttachAsync(container);
        var other = new CniChain.Plugins.Dhcp.DhcpPlugin();

        await other.DelAsync(_node.Call(CniVerb.Del, container, ""), default);

        await DhcpNode.WaitForAsync(() => !_node.Plugin.KeepsHost, "the keeper's notice");
        other.Dispose();
    }

    [Fact]
    public async Task Lease_OfAForegroundRun_IsKeptByTheHost()
    {
        _node.Kea(120, renew: 2);
        var container = _node.NewContainer();
        using (var foreground = new CniChain.Plugins.Dhcp.DhcpPlugin())
        {
            var result = await foreground.AddAsync(_node.Call(CniVerb.Add, container, ""), TestContext.Current.CancellationToken);
            container.Exec($"ip addr add {result.Ips[0].Address} dev eth0");
            Assert.False(foreground.KeepsHost);
        }

        await DhcpNode.WaitForAsync(() => _node.Plugin.KeepsHost, "the keeper's notice");
        await ExtendedAsync(3);
    }

    /// <summary>kea's offers, under the name of release 2.2 or of later ones.</summary>
    private static int Offers(DhcpServer kea) => Count(kea.Output, "DHCP4_LEASE_ADVERT") + Count(kea.Output, "DHCP4_LEASE_OFFER");

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    /// <summary>Waits until the lease has been extended so many times, which its end shows that moves away again.</summary>
    private async Task ExtendedAsync(int times)
    {
        var left = TimeSpan.Zero;
        await DhcpNode.WaitForAsync(
            () =>
            {
                var before = left;
                left = Assert.Single(_node.Leases).UntilExpiry!.Value;
                times -= before != TimeSpan.Zero && left > before ? 1 : 0;
                return times == 0;
            },
            "the lease's extensions");
        Assert.DoesNotContain(_node.Resident.Lines, line => line.Contains("has lost", StringComparison.Ordinal));
    }
}
