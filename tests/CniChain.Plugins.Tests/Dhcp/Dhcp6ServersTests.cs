using System.Net;
using CniChain.Plugins.Dhcp.V6;
using CniChain.Plugins.Dhcp.V6.Options;
using CniChain.Plugins.Tests.Dhcp.Servers;

namespace CniChain.Plugins.Tests.Dhcp;

/// <summary>Several DHCPv6 servers, dead and hostile ones, and what is said to them.</summary>
public sealed class Dhcp6ServersTests : IDisposable
{
    private const string Family = "\"family\": \"6\"";
    private readonly DhcpNode _node = DhcpNode.Create();

    public Dhcp6ServersTests() => _node.UseIPv6();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task TwoServers_ThePreferredOneIsAsked()
    {
        byte[] eager = [0, 3, 0, 1, 7];
        byte[] reluctant = [0, 3, 0, 1, 3];

        // One machine speaks for both, so that neither is late; what is asked of the other all the same is refused, and asked again.
        using var servers = new ScriptedServer6(_node.Lan, message =>
        {
            if (message.Type == MessageType.Solicit)
            {
                return [Advertisement(message, reluctant, "fd70::103", 3), Advertisement(message, eager, "fd70::107", 7)];
            }

            message.Options.TryGet<ServerIdOption, byte[]>(out var asked);
            return [ScriptedServer6.Bytes(
                asked.AsSpan().SequenceEqual(eager)
                    ? ScriptedServer6.AnswerOf(eager, message, ScriptedServer6.Lent("fd70::107", 600))
                    : Refusal(ScriptedServer6.EmptyOf(reluctant, message), StatusCode.NoAddrsAvail, "not from me"))];
        });

        var result = await _node.AddAsync(_node.NewContainer(), Family);

        Assert.Equal("fd70::107/128", Assert.Single(result.Ips).Address.ToString());

        static byte[] Advertisement(DhcpMessage message, byte[] server, string address, byte preference)
        {
            var answer = ScriptedServer6.AnswerOf(server, message, ScriptedServer6.Lent(address, 600));
            answer.Options.Add<PreferenceOption, byte>(preference);
            return ScriptedServer6.Bytes(answer);
        }
    }

    [Fact]
    public async Task Preference_OfKea_IsRead()
    {
        _node.Kea6(600, "fd70::100-fd70::100", """{ "name": "preference", "data": "7", "always-send": true }""");
        var squatter = _node.NewContainer("c9");
        squatter.Exec("ip link set eth0 up");
        squatter.Exec("ip addr add fd70::100/64 dev eth0 nodad");

        // The one address there is is in use, so that no lease comes and what was heard is told.
        var error = await Assert.ThrowsAsync<CniException>(
            () => _node.AddAsync(_node.NewContainer(), $"{Family}, \"detectConflicts\": true, \"timeout\": 10"));

        Assert.Contains("fd70::100 was advertised by fe80::", error.Message, StringComparison.Ordinal);
        Assert.Contains(" with preference 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoServer_IsError11_ThatSaysSo()
    {
        var error = await Assert.ThrowsAsync<CniException>(() => _node.AddAsync(_node.NewContainer(), $"{Family}, \"timeout\": 2"));

        Assert.Equal(CniErrorCode.TryAgainLater, error.Code);
        Assert.Contains("no DHCPv6 lease for \"eth0\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("within 2 s: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(" SOLICIT and 0 REQUEST were sent; no advertisement came", error.Message, StringComparison.Ordinal);
        Assert.Empty(_node.Leases);
        Assert.False(_node.Plugin.KeepsHost);
    }

    [Fact]
    public async Task Server_WithoutAddressesLeft_IsError11_WithItsWords()
    {
        _node.Kea6(600, pool: "fd70::100-fd70::100");
        await _node.AddAsync(_node.NewContainer(), Family);

        var error = await Assert.ThrowsAsync<CniException>(() => _node.AddAsync(_node.NewContainer("c2"), $"{Family}, \"timeout\": 10", "c2"));

        Assert.Contains("NoAddrsAvail", error.Message, StringComparison.Ordinal);
        Assert.Contains("fe80::", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatIsHostile_GivesTheOneProperLease()
    {
        using var server = new ScriptedServer6(_node.Lan, Hostile);

        var result = await _node.AddAsync(_node.NewContainer(), Family);

        Assert.Equal("fd70::110/128", Assert.Single(result.Ips).Address.ToString());

        static IEnumerable<byte[]> Hostile(DhcpMessage message)
        {
            var proper = ScriptedServer6.Answer(message, ScriptedServer6.Lent("fd70::110", 600));
            var wrong = ScriptedServer6.Answer(message, ScriptedServer6.Lent("fd70::66", 600));
            for (var i = 1; i <= 200; i++)
            {
                yield return ScriptedServer6.Bytes(wrong with { Xid = message.Xid + (uint)i });
            }

            var bytes = ScriptedServer6.Bytes(wrong);
            var otherClient = bytes.ToArray();
            otherClient[10] ^= 0xff;
            yield return otherClient;
            yield return bytes[..^3];
            yield return bytes[..5];
            yield return [];
            yield return [.. bytes, 0, 3, 0xff, 0xff, 1];
            yield return ScriptedServer6.Bytes(ScriptedServer6.Answer(message, ScriptedServer6.Lent("ff02::5")));
            yield return ScriptedServer6.Bytes(ScriptedServer6.Answer(message, ScriptedServer6.Lent("fd70::66", 0)));
            yield return ScriptedServer6.Bytes(
                ScriptedServer6.Answer(message, new IaAddress(IPAddress.Parse("fd70::66"), 601, 600, new CniChain.Plugins.Dhcp.V6.DhcpOptions())));
            yield return ScriptedServer6.Bytes(proper);
        }
    }

    [Fact]
    public async Task Server_ThatTakesItsWordBack_IsError11_WithItsWords()
    {
        using var server = new ScriptedServer6(_node.Lan, message =>
        {
            if (message.Type == MessageType.Solicit)
            {
                return [ScriptedServer6.Bytes(ScriptedServer6.Answer(message, ScriptedServer6.Lent("fd70::110")))];
            }

            return [ScriptedServer6.Bytes(Refusal(ScriptedServer6.Empty(message), StatusCode.NotOnLink, "moved"))];
        });

        var error = await Assert.ThrowsAsync<CniException>(() => _node.AddAsync(_node.NewContainer(), $"{Family}, \"timeout\": 5"));

        Assert.Contains("fd70::110 was advertised by fe80::", error.Message, StringComparison.Ordinal);
        Assert.Contains("NotOnLink: \"moved\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_ThatIsInUse_IsDeclined()
    {
        var server = _node.Kea6(600, "fd70::100-fd70::101");
        var squatter = _node.NewContainer("c9");
        squatter.Exec("ip link set eth0 up");
        squatter.Exec("ip addr add fd70::100/64 dev eth0 nodad");

        var result = await _node.AddAsync(_node.NewContainer(), $"{Family}, \"detectConflicts\": true, \"timeout\": 60");

        Assert.Equal("fd70::101/128", result.Ips[0].Address.ToString());
        server.WaitFor("DECLINE (type 9)");
    }

    [Fact]
    public async Task Provided_NameAndDuid_ReachTheServer()
    {
        var server = _node.Dnsmasq6("--dhcp-userclass=set:golden,gold");

        await _node.AddAsync(
            _node.NewContainer(),
            $$"""{{Family}}, "request": [ { "option": "dhcp6.ntp-servers" } ], "provide": [ { "option": "dhcp6.client-id", "value": "00:03:00:01:02:00:00:00:00:77" }, { "option": "dhcp6.user-class", "value": "gold" } ]""",
            args: "K8S_POD_NAME=web-0");

        server.WaitFor("client provides name: web-0");
        server.WaitFor("00:03:00:01:02:00:00:00:00:77");
        server.WaitFor("56:ntp-server");
        server.WaitFor("tags: golden");
    }

    [Fact]
    public async Task Again_TheSameAttachment_GetsTheSameAddress()
    {
        _node.Kea6(600);
        var first = await _node.AddAsync(_node.NewContainer("c1"), Family);
        await _node.AddAsync(_node.NewContainer("c2"), Family, "c2");
        _node.Host.Exec("ip link del vc1");

        // Another interface with another hardware address, as after a failed start of the container.
        var again = await _node.AddAsync(_node.NewContainer("c1"), Family);

        Assert.Equal(first.Ips[0].Address, again.Ips[0].Address);
    }

    [Fact]
    public async Task LinkWithIPv6SwitchedOff_IsSwitchedOn()
    {
        _node.Dnsmasq6();
        var container = _node.NewContainer();
        container.Shell("echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6; echo 1 > /proc/sys/net/ipv6/conf/eth0/disable_ipv6");

        var result = await _node.AddAsync(container, Family);

        Assert.Single(result.Ips);
    }

    [Fact]
    public async Task GatewayAndRoutes_OfTheConfiguration_AreTheResults()
    {
        _node.Dnsmasq6();

        var result = await _node.AddAsync(
            _node.NewContainer(), $$"""{{Family}}, "priority": 70, "gateway": "fe80::1", "routes": [ { "dst": "::/0" }, { "dst": "fd70::/64", "scope": 253, "priority": 5 } ]""");

        Assert.Equal(IPAddress.Parse("fe80::1"), Assert.Single(result.Ips).Gateway);
        Assert.Equal([("::/0", 70), ("fd70::/64", 5)], result.Routes.Select(r => (r.Destination.ToString(), r.Priority)));
    }

    private static DhcpMessage Refusal(DhcpMessage answer, StatusCode code, string words)
    {
        answer.Options.Add<StatusCodeOption, Status>(new Status(code, words));
        return answer;
    }
}
