namespace CniChain.Abstractions.Tests.Results;

/// <summary>A result that one plugin wrote in one version, as the next one sees it in another.</summary>
public sealed class ConversionTests
{
    private static readonly string[] s_versions = [.. CniVersion.Supported.Select(v => v.ToString())];

    public static TheoryData<string, string> EveryPair => [.. from one in s_versions from other in s_versions select (one, other)];

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void AnyVersionToAnyOther_LosesWhatTheOlderOfThemLacks(string from, string to)
    {
        var converted = Convert(Samples.Full, from, to);

        // A version's shape is its family's; what a family lacks is lost on the way in or on the way out, whichever is the older.
        var lossy = Family(from) < Family(to) ? from : to;
        Assert.Equal(Samples.Write(Samples.Read(Samples.Write(Samples.Full, lossy)), to), converted);
        Assert.StartsWith($$"""{"cniVersion":"{{to}}",""", converted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.3.0")]
    [InlineData("0.3.1")]
    [InlineData("0.4.0")]
    [InlineData("1.0.0")]
    [InlineData("1.1.0")]
    public void From020_Upwards_HasNoInterfaceIndexAndFlatRoutes(string to)
    {
        var version = to.StartsWith('0') ? "\"version\":\"4\"," : "";
        var dns = to.StartsWith('0') ? ",\"dns\":{}" : "";

        Assert.Equal(
            $$"""{"cniVersion":"{{to}}","ips":[{{{version}}"address":"10.1.0.5/16","gateway":"10.1.0.1"}],"routes":[{"dst":"0.0.0.0/0","gw":"10.1.0.1"}]{{dns}}}""",
            Samples.Write(
                Samples.Read("""{"cniVersion": "0.2.0", "ip4": {"ip": "10.1.0.5/16", "gateway": "10.1.0.1", "routes": [{"dst": "0.0.0.0/0", "gw": "10.1.0.1"}]}}"""),
                to));
    }

    [Fact]
    public void RoutesOfAFamilyWithoutAddress_AreLostBelow030()
    {
        var result = Samples.Full with { Ips = [Samples.Full.Ips[2]] };

        Assert.Equal(
            """{"cniVersion":"0.2.0","ip6":{"ip":"fd00::5/64","gateway":"fd00::1","routes":[{"dst":"::/0"}]},"dns":{}}""",
            Samples.Write(result with { Dns = CniDns.Empty }, "0.2.0"));
    }

    [Theory]
    [InlineData("0.3.0")]
    [InlineData("0.4.0")]
    public void From110To04_LosesTheNewInterfaceFieldsAndKeepsTheNewRouteFields(string to)
    {
        var converted = Convert(Samples.Full, "1.1.0", to);

        Assert.All(["\"mtu\":1450", "socketPath", "pciID"], gone => Assert.DoesNotContain(gone, converted, StringComparison.Ordinal));
        Assert.Contains("\"mtu\":1400,\"advmss\":1360,\"priority\":50,\"table\":100,\"scope\":253", converted, StringComparison.Ordinal);
        Assert.Contains("\"version\":\"6\"", converted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0.0", "1.1.0")]
    [InlineData("0.3.0", "0.4.0")]
    [InlineData("0.3.1", "0.3.0")]
    [InlineData("0.1.0", "0.2.0")]
    public void WithinAFamily_OnlyTheVersionChanges(string from, string to)
    {
        var (one, other) = (Samples.Write(Samples.Full, from), Samples.Write(Samples.Full, to));

        Assert.Equal(other, one.Replace($"\"cniVersion\":\"{from}\"", $"\"cniVersion\":\"{to}\"", StringComparison.Ordinal));
        Assert.Equal(other, Convert(Samples.Full, from, to));
    }

    [Theory]
    [InlineData("0.4.0", "0.2.0")]
    [InlineData("1.1.0", "0.1.0")]
    public void ResultOfLayer2_Below030_IsAnError(string from, string to)
    {
        var layer2 = new CniResult { Interfaces = [new CniInterface { Name = "eth0" }] };

        Assert.Equal(CniErrorCode.IncompatibleVersion, Assert.Throws<CniException>(() => Convert(layer2, from, to)).Code);
    }

    private static string Convert(CniResult result, string from, string to) => Samples.Write(Samples.Read(Samples.Write(result, from)), to);

    private static int Family(string version) => version switch
    {
        "0.1.0" or "0.2.0" => 0,
        "0.3.0" or "0.3.1" or "0.4.0" => 1,
        _ => 2,
    };
}
