using System.Text;

namespace CniChain.Abstractions.Tests.Results;

public sealed class CniResultWriterTests
{
    private const string Interfaces = """
        "interfaces":[{"name":"cni0","mac":"0a:00:00:00:00:01"},{"name":"eth0","mac":"0a:00:00:00:00:02","sandbox":"/run/netns/c1"}]
        """;

    private const string Interfaces11 = """
        "interfaces":[{"name":"cni0","mac":"0a:00:00:00:00:01"},{"name":"eth0","mac":"0a:00:00:00:00:02","mtu":1450,"sandbox":"/run/netns/c1","socketPath":"/run/vhost.sock","pciID":"0000:00:1f.6"}]
        """;

    private const string Routes = """
        "routes":[{"dst":"0.0.0.0/0","gw":"10.1.0.1"},{"dst":"192.168.7.9/24","mtu":1400,"advmss":1360,"priority":50,"table":100,"scope":253},{"dst":"::/0"}]
        """;

    private const string Dns = """
        "dns":{"nameservers":["10.1.0.1"],"domain":"example.net","search":["a.example.net","b.example.net"],"options":["ndots:5"]}
        """;

    [Theory]
    [InlineData("0.1.0")]
    [InlineData("0.2.0")]
    public void Written_Below030_HasTheFirstAddressOfEachFamilyWithItsRoutes(string version) =>
        Assert.Equal(
            $$"""{"cniVersion":"{{version}}","ip4":{"ip":"10.1.0.5/16","gateway":"10.1.0.1","routes":[{"dst":"0.0.0.0/0","gw":"10.1.0.1"},{"dst":"192.168.7.9/24"}]},"ip6":{"ip":"fd00::5/64","gateway":"fd00::1","routes":[{"dst":"::/0"}]},{{Dns}}}""",
            Samples.Write(Samples.Full, version));

    [Theory]
    [InlineData("0.3.0")]
    [InlineData("0.3.1")]
    [InlineData("0.4.0")]
    public void Written_Below100_HasVersionedIpsAndPlainInterfaces(string version) =>
        Assert.Equal(
            $$"""{"cniVersion":"{{version}}",{{Interfaces}},"ips":[{"version":"4","interface":1,"address":"10.1.0.5/16","gateway":"10.1.0.1"},{"version":"4","interface":1,"address":"10.2.0.5/24"},{"version":"6","interface":1,"address":"fd00::5/64","gateway":"fd00::1"}],{{Routes}},{{Dns}}}""",
            Samples.Write(Samples.Full, version));

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("1.1.0")]
    public void Written_From100_HasEverything(string version) =>
        Assert.Equal(
            $$"""{"cniVersion":"{{version}}",{{Interfaces11}},"ips":[{"interface":1,"address":"10.1.0.5/16","gateway":"10.1.0.1"},{"interface":1,"address":"10.2.0.5/24"},{"interface":1,"address":"fd00::5/64","gateway":"fd00::1"}],{{Routes}},{{Dns}}}""",
            Samples.Write(Samples.Full, version));

    [Theory]
    [InlineData("0.3.0", """{"cniVersion":"0.3.0","dns":{}}""")]
    [InlineData("0.4.0", """{"cniVersion":"0.4.0","dns":{}}""")]
    [InlineData("1.0.0", """{"cniVersion":"1.0.0"}""")]
    [InlineData("1.1.0", """{"cniVersion":"1.1.0"}""")]
    public void Written_Empty_OmitsAllButTheDnsOfOlderVersions(string version, string json) =>
        Assert.Equal(json, Samples.Write(CniResult.Empty, version));

    [Fact]
    public void Written_Below030WithoutDns_HasAnEmptyDns() =>
        Assert.Equal(
            """{"cniVersion":"0.2.0","ip4":{"ip":"10.0.0.9/8"},"dns":{}}""",
            Samples.Write(new CniResult { Ips = [new CniIp { Address = Samples.Prefix("10.0.0.9/8") }] }, "0.2.0"));

    [Theory]
    [InlineData("0.1.0")]
    [InlineData("0.2.0")]
    public void Written_WithoutAddressBelow030_IsCode1SayingWhatToUse(string version)
    {
        var layer2 = new CniResult { Interfaces = [new CniInterface { Name = "eth0" }] };

        var error = Assert.Throws<CniException>(() => Samples.Write(layer2, version));

        Assert.Equal(CniErrorCode.IncompatibleVersion, error.Code);
        Assert.Contains($"{version}; use 0.3.0 or later", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Written_InAVersionNobodySupports_IsCode1NamingTheOthers()
    {
        var error = Assert.Throws<CniException>(() => Samples.Write(CniResult.Empty, "1.2.0"));

        Assert.Equal(CniErrorCode.IncompatibleVersion, error.Code);
        Assert.Contains("1.2.0", error.Message, StringComparison.Ordinal);
        Assert.Contains("1.1.0", error.Details, StringComparison.Ordinal);
    }

    [Fact]
    public void Written_TableAndScopeOfZero_AreKeptAsStated() =>
        Assert.Contains(
            """{"dst":"10.0.0.0/8","table":0,"scope":0}""",
            Samples.Write(new CniResult { Routes = [new CniRoute { Destination = Samples.Prefix("10.0.0.0/8"), Table = 0, Scope = 0 }] }, "1.1.0"),
            StringComparison.Ordinal);

    [Fact]
    public void Text_IsIndentedByFourBlanksAndEscapesNoMoreThanItMust()
    {
        var result = new CniResult { Interfaces = [new CniInterface { Name = "é<&>" }] };

        Assert.Equal(
            """
            {
                "cniVersion": "1.0.0",
                "interfaces": [
                    {
                        "name": "é<&>"
                    }
                ]
            }
            """,
            Encoding.UTF8.GetString(CniResultWriter.ToUtf8(result, CniVersion.V1_0_0)));
    }
}
