namespace CniChain.Abstractions.Tests.Config;

public sealed class ConfigReportTests
{
    private readonly ConfigReport _report = new();

    [Fact]
    public void Problems_AreNotedInOrderWithTheirPlaces_AlsoWhereReadingThrows()
    {
        var config = Parse("""{ "mtu": "big", "ipam": { "ranges": [[{ "subnet": "10.88.0.0" }], 5] } }""");

        Assert.Throws<CniException>(() => config.Root.GetInteger("mtu"));
        Assert.Throws<CniException>(() => config.Root.GetSection("ipam")!.GetSectionLists("ranges"));
        var range = Parse("""{ "ipam": { "ranges": [[{ "subnet": "10.88.0.0" }]] } }""").Root.GetSection("ipam")!.GetSectionLists("ranges")[0][0];
        Assert.Throws<CniException>(() => range.GetPrefix("subnet"));

        Assert.Equal(["mtu", "ipam.ranges", "ipam.ranges[0][0].subnet"], _report.Findings.Select(static f => f.Path));
        Assert.StartsWith("\"mtu\" is \"big\"; give a whole number", _report.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_OfACollectingReader_AreNotedEach()
    {
        var config = Parse("""{ "mtu": "big", "isGateway": 1, "bridge": "cni0" }""");

        Assert.Throws<CniException>(() => config.Read(static root => (root.GetInteger("mtu"), root.GetBool("isGateway"), root.GetString("bridge"))));

        Assert.Equal(["mtu", "isGateway"], _report.Findings.Select(static f => f.Path));
    }

    [Fact]
    public void Invalid_OfTheReadersOwn_IsNoted()
    {
        Assert.Throws<CniException>(() => Parse("""{ "mode": "odd" }""").Root.Invalid("mode", "is \"odd\"; give even"));

        Assert.Equal(new ConfigFinding("mode", "\"mode\" is \"odd\"; give even"), Assert.Single(_report.Findings));
    }

    [Fact]
    public void Keys_ThatWereAskedFor_AreKnownWhetherTheyAreThereOrNot()
    {
        var root = Parse("""{ "MTU": 1400, "vlna": 5 }""").Root;

        root.GetInteger("mtu");
        root.GetInteger("vlan");

        Assert.Contains("mtu", _report.KeysReadIn("")!);
        Assert.Contains("vlan", _report.KeysReadIn("")!);
        Assert.DoesNotContain("vlna", _report.KeysReadIn("")!);
    }

    [Fact]
    public void Keys_OfAnObject_AreKeptByItsPlaceInAnyCase()
    {
        var root = Parse("""{ "IPAM": { "routes": [ { "dst": "0.0.0.0/0" }, { "dst": "::/0" } ] } }""").Root;

        root.GetSection("ipam")!.GetSections("routes")[1].GetPrefix("dst");

        Assert.Equal(["routes"], _report.KeysReadIn("IPAM")!);
        Assert.Equal(["dst"], _report.KeysReadIn("ipam.Routes[1]")!);
        Assert.Null(_report.KeysReadIn("ipam.routes[0]"));
    }

    [Fact]
    public void Object_TakenAsAWhole_HasNoUnknownKeys()
    {
        var section = Parse("""{ "sysctl": { "net.core.somaxconn": "500" } }""").Root.GetSection("sysctl")!;

        section.GetString("net.core.somaxconn");
        Assert.NotNull(_report.KeysReadIn("sysctl"));
        _ = section.Json;

        Assert.Null(_report.KeysReadIn("sysctl"));
    }

    [Fact]
    public void Configuration_WithoutAReport_IsReadAsEver()
    {
        var config = NetworkConfig.Parse(Json.Parse("""{ "cniVersion": "1.0.0", "name": "n", "type": "t", "mtu": 1400 }"""), null);

        Assert.Equal(1400, config.Root.GetInteger("mtu"));
    }

    private NetworkConfig Parse(string json) =>
        NetworkConfig.Parse(Json.Parse(json.Insert(1, """ "cniVersion": "1.0.0", "name": "n", "type": "t", """)), _report);
}
