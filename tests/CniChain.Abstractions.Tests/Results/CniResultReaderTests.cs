namespace CniChain.Abstractions.Tests.Results;

public sealed class CniResultReaderTests
{
    [Theory]
    [InlineData("0.1.0")]
    [InlineData("0.2.0")]
    public void Read_Below030_FlattensFamiliesAndHasNoInterfaces(string version)
    {
        var result = Samples.Read($$$"""
            {"cniVersion": "{{{version}}}", "ip4": {"ip": "10.1.0.5/16", "gateway": "10.1.0.1", "routes": [{"dst": "0.0.0.0/0"}, {"dst": "10.9.0.0/16", "gw": "10.1.0.9"}]},
             "ip6": {"ip": "fd00::5/64", "routes": [{"dst": "::/0", "gw": "fd00::1"}]}, "dns": {"domain": "example.net"}}
            """);

        Assert.Empty(result.Interfaces);
        Assert.Equal(["10.1.0.5/16", "fd00::5/64"], result.Ips.Select(ip => ip.Address.ToString()));
        Assert.All(result.Ips, ip => Assert.Null(ip.Interface));
        Assert.Equal("10.1.0.1", result.Ips[0].Gateway!.ToString());
        Assert.Null(result.Ips[1].Gateway);
        Assert.Equal(["0.0.0.0/0", "10.9.0.0/16", "::/0"], result.Routes.Select(r => r.Destination.ToString()));
        Assert.Equal(["", "10.1.0.9", "fd00::1"], result.Routes.Select(r => r.Gateway?.ToString() ?? ""));
        Assert.Equal("example.net", result.Dns.Domain);
    }

    [Theory]
    [InlineData("0.3.0")]
    [InlineData("0.3.1")]
    [InlineData("0.4.0")]
    [InlineData("1.0.0")]
    [InlineData("1.1.0")]
    public void Read_From030_GivesBackWhatWasWritten(string version)
    {
        var text = Samples.Write(Samples.Full, version);

        Assert.Equal(text, Samples.Write(Samples.Read(text), version));
    }

    [Fact]
    public void Read_KeysInAnyCase_AreFound()
    {
        var result = Samples.Read("""
            {"CNIVERSION": "0.4.0", "Interfaces": [{"NAME": "eth0", "MAC": "0a:00:00:00:00:01", "SandBox": "/x"}],
             "IPs": [{"Version": "4", "Interface": 0, "Address": "10.1.0.5/16", "GATEWAY": "10.1.0.1"}], "ROUTES": [{"DST": "0.0.0.0/0", "GW": "10.1.0.1"}],
             "DNS": {"NameServers": ["10.1.0.1"]}}
            """);

        Assert.Equal(
            """{"cniVersion":"1.0.0","interfaces":[{"name":"eth0","mac":"0a:00:00:00:00:01","sandbox":"/x"}],"ips":[{"interface":0,"address":"10.1.0.5/16","gateway":"10.1.0.1"}],"routes":[{"dst":"0.0.0.0/0","gw":"10.1.0.1"}],"dns":{"nameservers":["10.1.0.1"]}}""",
            Samples.Write(result, "1.0.0"));
    }

    [Fact]
    public void Read_AddressesAndRoutes_KeepTheirHostBits()
    {
        var result = Samples.Read("""{"ips": [{"address": "10.1.0.5/16"}], "routes": [{"dst": "10.2.3.4/16"}]}""");

        Assert.Equal("10.1.0.5/16", result.Ips[0].Address.ToString());
        Assert.Equal("10.2.3.4/16", result.Routes[0].Destination.ToString());
    }

    [Theory]
    [InlineData("""{"ip4": {"ip": "10.1.0.5/16"}}""", "0.2.0", 1)]
    [InlineData("""{"ip4": {"ip": "10.1.0.5/16"}}""", "1.0.0", 0)]
    [InlineData("""{"cniVersion": "", "ips": [{"address": "10.1.0.5/16"}]}""", "0.4.0", 1)]
    [InlineData("""{"cniVersion": null, "ips": [{"address": "10.1.0.5/16"}]}""", "0.1.0", 0)]
    public void Read_WithoutVersion_IsReadInThatOfTheConfiguration(string json, string configured, int addresses) =>
        Assert.Equal(addresses, Samples.Read(json, configured).Ips.Count);

    [Fact]
    public void Read_JsonNull_IsEmpty() => Assert.Same(CniResult.Empty, Samples.Read("null"));

    [Theory]
    [InlineData("""{"ips": null, "interfaces": null, "routes": null, "dns": null}""", "1.0.0")]
    [InlineData("""{"ip4": null, "ip6": null}""", "0.2.0")]
    [InlineData("{}", "1.1.0")]
    public void Read_NullMembers_AreAbsent(string json, string configured)
    {
        var result = Samples.Read(json, configured);

        Assert.Empty(result.Ips);
        Assert.Empty(result.Interfaces);
        Assert.Empty(result.Routes);
        Assert.True(result.Dns.IsEmpty);
    }

    [Theory]
    [InlineData("[]", "not an object")]
    [InlineData("\"text\"", "not an object")]
    [InlineData("5", "not an object")]
    [InlineData("""{"ips": [{"address": "10.1.0.5"}]}""", "\"ips[0].address\" is \"10.1.0.5\"")]
    [InlineData("""{"ips": [{"gateway": "10.1.0.1"}]}""", "\"ips[0].address\" is missing")]
    [InlineData("""{"ips": [{"address": "10.1.0.5/16", "gateway": "x"}]}""", "\"ips[0].gateway\" is \"x\"")]
    [InlineData("""{"ips": [{"address": "10.1.0.5/16", "interface": "0"}]}""", "\"ips[0].interface\"")]
    [InlineData("""{"ips": [{"address": "10.1.0.5/16", "interface": -1}]}""", "\"ips[0].interface\" is -1")]
    [InlineData("""{"ips": {}}""", "\"ips\" is {}")]
    [InlineData("""{"interfaces": [5]}""", "\"interfaces\"")]
    [InlineData("""{"routes": [{}]}""", "\"routes[0].dst\" is missing")]
    [InlineData("""{"routes": [{"dst": "10.0.0.0/8", "scope": 256}]}""", "\"routes[0].scope\" is 256")]
    [InlineData("""{"dns": {"nameservers": "10.1.0.1"}}""", "\"dns.nameservers\"")]
    [InlineData("""{"cniVersion": 1}""", "\"cniVersion\" is 1")]
    [InlineData("""{"cniVersion": "0.2.0", "ip4": {"gateway": "10.1.0.1"}}""", "\"ip4.ip\" is missing")]
    public void Read_WhatIsNoResult_IsCode6NamingTheKey(string json, string named)
    {
        var error = Assert.Throws<CniException>(() => Samples.Read(json));

        Assert.Equal(CniErrorCode.DecodingFailure, error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.0.0")]
    [InlineData("1.0")]
    [InlineData("banana")]
    public void Read_VersionNobodyKnows_IsCode1NamingIt(string version)
    {
        var error = Assert.Throws<CniException>(() => Samples.Read($$"""{"cniVersion": "{{version}}"}"""));

        Assert.Equal(CniErrorCode.IncompatibleVersion, error.Code);
        Assert.Contains(version, error.Message, StringComparison.Ordinal);
        Assert.Contains("0.1.0", error.Details, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadRoutes_OfAConfiguration_HasCode7() =>
        Assert.Equal(
            CniErrorCode.InvalidNetworkConfig,
            Assert.Throws<CniException>(() => CniResultReader.ReadRoutes(Json.Section("""{"routes": [{"dst": "x"}]}"""))).Code);
}
