using CniChain.Plugins.Static;
using CniChain.Plugins.Tests.Ipam;
using static CniChain.Plugins.Tests.Ipam.IpamPlace;

namespace CniChain.Plugins.Tests.Static;

public sealed class StaticPluginTests : IDisposable
{
    private const string Two =
        """{ "type": "static", "addresses": [{ "address": "10.1.0.5/16", "gateway": "10.1.0.1" }, { "address": "fd00::5/64" }] }""";

    private readonly StaticPlugin _plugin = new();
    private readonly IpamPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Check_ResultAsConfigured_Passes()
    {
        var result = _place.Add(_plugin, Network(Two));
        var more = result with { Ips = [new CniIp { Address = Prefix("10.9.9.9/8") }, .. result.Ips] };
        _place.Check(_plugin, Network(Two), more);
    }

    [Fact]
    public void Check_AddressMissing_NamesIt()
    {
        var result = _place.Add(_plugin, Network(Two));
        var error = Fails(
            () => _place.Check(_plugin, Network(Two), result with { Ips = [result.Ips[0]] }), CniErrorCode.InvalidNetworkConfig);
        Assert.Equal("static: fd00::5/64 is configured and not in prevResult; DEL and ADD the container again", error.Message);
    }

    [Fact]
    public void Check_AnotherPrefixLength_IsAnotherAddress()
    {
        var result = _place.Add(_plugin, Network(Two));
        var changed = result with { Ips = [result.Ips[0] with { Address = Prefix("10.1.0.5/24") }, result.Ips[1]] };
        Fails(() => _place.Check(_plugin, Network(Two), changed), CniErrorCode.InvalidNetworkConfig);
    }

    [Fact]
    public void Check_AnotherGateway_NamesBoth()
    {
        var result = _place.Add(_plugin, Network(Two));
        var changed = result with { Ips = [result.Ips[0] with { Gateway = null }, result.Ips[1]] };
        var error = Fails(() => _place.Check(_plugin, Network(Two), changed), CniErrorCode.InvalidNetworkConfig);
        Assert.Contains("gateway of 10.1.0.5/16 is configured as 10.1.0.1 and is none in prevResult", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NoPrevResult_SaysSo() =>
        Assert.Contains("prevResult", Fails(() => _place.Check(_plugin, Network(Two), null), CniErrorCode.InvalidNetworkConfig).Message, StringComparison.Ordinal);

    [Fact]
    public void Check_AddressesOfTheRuntime_AreTheOnesThatCount()
    {
        var config = Network(Two, more: """ "runtimeConfig": { "IPs": ["10.3.0.7/24"] }, """);
        var result = _place.Add(_plugin, config);
        Assert.Equal("10.3.0.7/24", Assert.Single(result.Ips).Address.ToString());
        _place.Check(_plugin, config, result);
        Fails(() => _place.Check(_plugin, Network(Two), result), CniErrorCode.InvalidNetworkConfig);
    }

    [Fact]
    public void Add_NoAddress_IsLegal() => Assert.Empty(_place.Add(_plugin, Network("""{ "type": "static" }""")).Ips);

    [Fact]
    public void DelAndGcAndStatus_WithAnything_DoNothing()
    {
        var broken = Network("""{ "type": "static", "addresses": 7 }""", "1.1.0");
        _place.Del(_plugin, broken);
        _place.Del(_plugin, broken);
        _place.Gc(_plugin, broken);
        _place.Status(_plugin, Network(Two, "1.1.0"));
    }

    [Fact]
    public void Add_SeveralProblems_NamesThemAll()
    {
        const string Ipam = """{ "type": "static", "addresses": [{ "address": "10.1.0.5" }, { "gateway": "x" }, {}, { "address": "fd00::5/64", "gateway": "10.1.0.1" }], "routes": [{ "gw": "1.2.3.4" }], "dns": { "search": "a" } }""";
        var error = Fails(() => _place.Add(_plugin, Network(Ipam)), CniErrorCode.InvalidNetworkConfig);
        foreach (var part in (string[])
            [
                "\"ipam.addresses[0].address\" is \"10.1.0.5\"; give an address with a prefix length",
                "\"ipam.addresses[1].address\" is missing",
                "\"ipam.addresses[2].address\" is missing",
                "\"ipam.addresses[3].gateway\" is \"10.1.0.1\", which is of another family than fd00::5/64",
                "\"ipam.routes[0].dst\" is missing",
                "\"ipam.dns.search\" is \"a\"; give a list of strings",
            ])
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("IP=10.1.0.5", "IP holds \"10.1.0.5\"")]
    [InlineData("IP=10.1.0.5/33", "IP holds \"10.1.0.5/33\"")]
    [InlineData("GATEWAY=here", "GATEWAY holds \"here\"")]
    [InlineData("MAC=x", "unknown key MAC")]
    public void Add_WrongArguments_AreCode4(string args, string part) =>
        Assert.Contains(
            part,
            Fails(() => _place.Add(_plugin, Network(Two), args: args), CniErrorCode.InvalidEnvironment).Message,
            StringComparison.Ordinal);

    private static IpPrefix Prefix(string text) =>
        IpPrefix.TryParse(text, out var prefix) ? prefix : throw new ArgumentException(text, nameof(text));
}
