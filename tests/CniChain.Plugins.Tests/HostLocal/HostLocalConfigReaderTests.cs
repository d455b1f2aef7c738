using CniChain.Plugins.HostLocal;
using CniChain.Plugins.Tests.Ipam;
using static CniChain.Plugins.Tests.Ipam.IpamPlace;

namespace CniChain.Plugins.Tests.HostLocal;

/// <summary>What each key does, and what a person reads when it is wrong, seen through ADD.</summary>
public sealed class HostLocalConfigReaderTests : IDisposable
{
    private readonly HostLocalPlugin _plugin = new();
    private readonly IpamPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(""" "ranges": [] """, "\"ipam.ranges\" gives no range")]
    [InlineData(""" "ranges": [[]] """, "\"ipam.ranges[0]\" is an empty list")]
    [InlineData(""" "ranges": [{ "subnet": "10.1.0.0/24" }] """, "a list of lists of objects")]
    [InlineData(""" "subnet": "10.1.0.5/24" """, "\"ipam.subnet\" is \"10.1.0.5/24\", an address inside a network; give the network, 10.1.0.0/24")]
    [InlineData(""" "subnet": "10.1.0.0/31" """, "too small to hand out addresses; give a prefix of /30 or shorter")]
    [InlineData(""" "ranges": [[{ "subnet": "fd00::/127" }]] """, "\"ipam.ranges[0][0].subnet\" is \"fd00::/127\", too small")]
    [InlineData(""" "ranges": [[{ "rangeStart": "10.1.0.5" }]] """, "\"ipam.ranges[0][0].subnet\" is missing")]
    [InlineData(""" "subnet": "10.1.0.0/24", "rangeStart": "10.2.0.1" """, "\"ipam.rangeStart\" is \"10.2.0.1\", which is not in 10.1.0.0/24")]
    [InlineData(""" "subnet": "10.1.0.0/24", "rangeEnd": "fd00::1" """, "\"ipam.rangeEnd\" is \"fd00::1\", which is not in 10.1.0.0/24")]
    [InlineData(""" "subnet": "10.1.0.0/24", "rangeStart": "10.1.0.9", "rangeEnd": "10.1.0.3" """, "swap them")]
    [InlineData(""" "subnet": "10.1.0.0/24", "gateway": "fd00::1" """, "\"ipam.gateway\" is \"fd00::1\", which is of another family")]
    [InlineData(""" "ranges": [[{ "subnet": "10.1.0.0/24" }, { "subnet": "fd00::/64" }]] """, "mixes IPv4 and IPv6")]
    [InlineData(""" "ranges": [[{ "subnet": "10.1.0.0/24" }, { "subnet": "10.1.0.0/25" }]] """, "overlapping ranges")]
    [InlineData(""" "subnet": "10.1.0.0/24", "ranges": [[{ "subnet": "10.1.0.0/16" }]] """, "overlapping sets")]
    [InlineData(""" "subnet": "10.1.0.0/24", "routes": [{ "dst": "x" }] """, "\"ipam.routes[0].dst\" is \"x\"")]
    [InlineData(""" "subnet": "10.1.0.0/24", "resolvConf": "etc/resolv.conf" """, "give an absolute path")]
    [InlineData(""" "subnet": "10.1.0.0/24", "dataDir": "here" """, "give an absolute path")]
    [InlineData(""" "subnet": "10.1.0.0/24", "dataDir": 7 """, "\"ipam.dataDir\" is 7; give a string")]
    public void Add_WrongKey_NamesItAndWhatToDo(string keys, string part)
    {
        var error = Fails(() => _place.Add(_plugin, Network(HostLocalIpam(keys))), CniErrorCode.InvalidNetworkConfig);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place.Data));
    }

    [Theory]
    [InlineData(""" "subnet": "10.1.0.0/31" """)]
    [InlineData(""" "ranges": [[{ "subnet": "10.1.0.0/31" }]] """)]
    public void Add_RangeThatIsWrong_IsNotSaidToBeMissing(string keys)
    {
        var error = Fails(() => _place.Add(_plugin, Network(HostLocalIpam(keys))), CniErrorCode.InvalidNetworkConfig);
        Assert.DoesNotContain("gives no range", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_SeveralWrongKeys_NamesThemAll()
    {
        const string Keys = """ "ranges": [[{ "subnet": "10.1.0.0/33" }], [{ "subnet": "10.2.0.0/24", "rangeEnd": "x" }]], "routes": 5 """;
        var message = Fails(() => _place.Add(_plugin, Network(HostLocalIpam(Keys))), CniErrorCode.InvalidNetworkConfig).Message;
        Assert.Contains("ipam.ranges[0][0].subnet", message, StringComparison.Ordinal);
        Assert.Contains("ipam.ranges[1][0].rangeEnd", message, StringComparison.Ordinal);
        Assert.Contains("ipam.routes", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_TwoOfOneFamilyBefore030_IsRefused()
    {
        var config = Network(HostLocalIpam(""" "ranges": [[{ "subnet": "10.1.0.0/24" }], [{ "subnet": "10.2.0.0/24" }]] """), "0.2.0");
        var error = Fails(() => _place.Add(_plugin, config), CniErrorCode.InvalidNetworkConfig);
        Assert.Contains("gives 2 addresses of one family, and cniVersion 0.2.0 knows one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_RangesOfTheRuntime_ComeFirst()
    {
        var config = Network(
            HostLocalIpam(""" "subnet": "10.1.0.0/24", "ranges": [[{ "subnet": "10.2.0.0/24" }]] """),
            more: """ "RuntimeConfig": { "IPRanges": [[{ "Subnet": "10.3.0.0/24" }]] }, """);
        Assert.Equal(["10.3.0.2/24", "10.1.0.2/24", "10.2.0.2/24"], _place.Add(_plugin, config).Ips.Select(ip => ip.Address.ToString()));
        Assert.Equal("10.3.0.2", _place.Files["last_reserved_ip.0"]);
    }

    [Fact]
    public void Add_RequestsFromAllThreeSources_AddUpAndRepeatedOnesAreOne()
    {
        var config = Network(
            HostLocalIpam(""" "ranges": [[{ "subnet": "10.1.0.0/24" }], [{ "subnet": "10.2.0.0/24" }], [{ "subnet": "fd00::/64" }], [{ "subnet": "10.4.0.0/24" }]] """),
            more: """ "args": { "cni": { "ips": ["10.2.0.12/24", "10.1.0.11"] } }, "runtimeConfig": { "ips": ["fd00::13"] }, """);
        var result = _place.Add(_plugin, config, args: "IP=10.1.0.11/8");
        Assert.Equal(["10.1.0.11/24", "10.2.0.12/24", "fd00::13/64", "10.4.0.2/24"], result.Ips.Select(ip => ip.Address.ToString()));
    }

    [Theory]
    [InlineData("IP=10.9.0.1", CniErrorCode.InvalidNetworkConfig, "the requested 10.9.0.1 cannot be given")]
    [InlineData("IP=10.1.0.1", CniErrorCode.InvalidNetworkConfig, "the requested address 10.1.0.1 is the gateway of 10.1.0.0/24")]
    [InlineData("IP=10.1.0.7", CniErrorCode.TryAgainLater, "the requested address 10.1.0.7 is held by other (eth1)")]
    [InlineData("IP=ten", CniErrorCode.InvalidEnvironment, "CNI_ARGS: IP is \"ten\"")]
    [InlineData("IPS=10.1.0.7", CniErrorCode.InvalidEnvironment, "unknown key IPS")]
    public void Add_RequestThatCannotBeMet_LeasesNothing(string args, CniErrorCode code, string part)
    {
        _place.WriteLease("10.1.0.7", "other\r\neth1");
        var config = Network(HostLocalIpam(""" "ranges": [[{ "subnet": "10.2.0.0/24" }], [{ "subnet": "10.1.0.0/24" }]] """));
        Assert.Contains(part, Fails(() => _place.Add(_plugin, config, args: args), code).Message, StringComparison.Ordinal);
        Assert.Equal(["10.1.0.7"], _place.LeaseNames);
    }

    [Fact]
    public void Add_ResolvConf_BecomesDns()
    {
        var file = Path.Combine(_place.State, "resolv.conf");
        File.WriteAllText(file, "# c\nnameserver 10.1.0.1\nnameserver\tfd00::1 \n; x\nsearch a.b c.d\noptions ndots:5 rotate\ndomain e.f\nsortlist 1.2.3.4\nnameserver\n");
        var dns = _place.Add(_plugin, Network(HostLocalIpam($$""" "subnet": "10.1.0.0/24", "resolvConf": "{{file}}" """))).Dns;
        Assert.Equal(["10.1.0.1", "fd00::1"], dns.Nameservers);
        Assert.Equal(["a.b", "c.d"], dns.Search);
        Assert.Equal(["ndots:5", "rotate"], dns.Options);
        Assert.Equal("e.f", dns.Domain);
    }

    [Fact]
    public void Add_IPv6RouteByAnIPv4Router_IsRefusedNamingBoth()
    {
        const string Keys = """ "subnet": "10.1.0.0/24", "routes": [{ "dst": "0.0.0.0/0" }, { "dst": "fd00:9::/64", "gw": "10.1.0.3" }] """;

        var error = Fails(() => _place.Add(_plugin, Network(HostLocalIpam(Keys))), CniErrorCode.InvalidNetworkConfig);

        Assert.Contains("\"ipam.routes[1].gw\" is \"10.1.0.3\", and no IPv4 router leads to the IPv6 destination fd00:9::/64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_RouteWithEverything_IsHandedOn()
    {
        const string Keys = """ "subnet": "10.1.0.0/24", "routes": [{ "dst": "10.9.0.0/16", "gw": "10.1.0.3", "mtu": 1400, "advmss": 1360, "priority": 7, "table": 9, "scope": 253 }] """;
        var route = Assert.Single(_place.Add(_plugin, Network(HostLocalIpam(Keys))).Routes);
        Assert.Equal((1400, 1360, 7, 9, 253), (route.Mtu, route.AdvMss, route.Priority, route.Table, route.Scope));
    }
}
