using System.Text.Json;
using CniChain.Host.Commands;

namespace CniChain.Host.Tests.Commands;

public sealed class RuntimeArgumentsTests
{
    private static readonly NetworkList s_plain = NetworkRequestTests.List("""{ "type": "bridge" }""");

    private static readonly NetworkList s_capable = NetworkRequestTests.List(
        """{ "type": "bridge", "capabilities": { "ips": true, "mac": true, "portMappings": true } }""");

    [Fact]
    public void AddressAndMac_NoCapability_GoByCniArgs()
    {
        var wishes = new Wishes { Ips = ["10.88.0.5"], Mac = "02:00:00:00:00:01" };
        Assert.Equal(
            "IgnoreUnknown=1;IP=10.88.0.5;MAC=02:00:00:00:00:01",
            RuntimeArguments.Sort(wishes, s_plain, strict: true).Args);
    }

    [Theory]
    [InlineData("K=v", "K=v;IgnoreUnknown=1;IP=10.88.0.5")]
    [InlineData("IgnoreUnknown=true;K=v", "IgnoreUnknown=true;K=v;IP=10.88.0.5")]
    public void CniArgs_Given_AreKept(string given, string expected) =>
        Assert.Equal(expected, RuntimeArguments.Sort(new Wishes { Args = given, Ips = ["10.88.0.5"] }, s_plain, strict: true).Args);

    [Fact]
    public void AddressAndMac_Capability_GoByRuntimeConfig()
    {
        var sorted = RuntimeArguments.Sort(new Wishes { Ips = ["10.88.0.5", "fd00::5/64"], Mac = "02:00:00:00:00:01" }, s_capable, strict: true);
        Assert.Equal("", sorted.Args);
        Assert.Equal("""{"runtimeConfig":{"ips":["10.88.0.5","fd00::5/64"],"mac":"02:00:00:00:00:01"}}""", Written(sorted));
    }

    [Fact]
    public void Ports_BesideCapabilityArguments_AreAppended()
    {
        var wishes = NetworkRequestTests.Publish("127.0.0.1:8080:80/udp") with
        {
            Capabilities = JsonElement.Parse("""{"PortMappings":[{"HostPort":1}]}"""),
        };
        Assert.Equal(
            """{"runtimeConfig":{"PortMappings":[{"HostPort":1},{"hostPort":8080,"containerPort":80,"protocol":"udp","hostIP":"127.0.0.1"}]}}""",
            Written(RuntimeArguments.Sort(wishes, s_capable, strict: true)));
    }

    [Fact]
    public void Ports_NoCapability_AreAnErrorForAddOnly()
    {
        var wishes = NetworkRequestTests.Publish("8080:80");
        var e = Assert.Throws<CniException>(() => RuntimeArguments.Sort(wishes, s_plain, strict: true));
        Assert.Equal(CniErrorCode.InvalidNetworkConfig, e.Code);
        Assert.Contains(s_plain.File, e.Message, StringComparison.Ordinal);
        Assert.Null(RuntimeArguments.Sort(wishes, s_plain, strict: false).PortMappings);
    }

    [Fact]
    public void CapabilityArguments_NobodyDeclares_AreDroppedAndNamed()
    {
        var sorted = RuntimeArguments.Sort(
            new Wishes { Capabilities = JsonElement.Parse("""{"bandwidth":{},"mac":"02:00:00:00:00:01"}""") }, s_capable, strict: true);
        Assert.Equal(["bandwidth"], sorted.Unused);
        Assert.Equal("""{"runtimeConfig":{"mac":"02:00:00:00:00:01"}}""", Written(sorted));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    public void CapabilityArguments_NoObject_AreRefused(string text) =>
        Assert.Equal(CniErrorCode.InvalidEnvironment, Assert.Throws<CniException>(() => Wishes.ReadCapabilities(text)).Code);

    [Fact]
    public void Address_ThatIsNone_IsRefused() =>
        Assert.Contains("\"10.88\"", Assert.Throws<CniException>(() => Wishes.ReadAddresses(["10.88"])).Message, StringComparison.Ordinal);

    private static string Written(RuntimeArguments arguments)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            arguments.Write(writer);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
