namespace CniChain.Abstractions.Tests.Config;

public sealed class NetworkConfigTests
{
    [Fact]
    public void Parse_WholeConfiguration_HasNameTypeVersionAndIpam()
    {
        var config = Parse("""{"CNIVersion": "1.1.0", "Name": "podnet", "TYPE": "bridge", "ipam": {"Type": "host-local"}, "own": {"deep": [1]}}""");

        Assert.Equal("podnet", config.Name);
        Assert.Equal("bridge", config.Type);
        Assert.Equal(CniVersion.V1_1_0, config.CniVersion);
        Assert.Equal("host-local", config.IpamType);
        Assert.Equal(1, config.Json.GetProperty("own").GetProperty("deep")[0].GetInt32());
    }

    [Theory]
    [InlineData("""{"name": "n", "type": "t"}""")]
    [InlineData("""{"cniVersion": "", "name": "n", "type": "t", "ipam": {}}""")]
    [InlineData("""{"cniVersion": null, "name": "n", "type": "t", "ipam": {"type": ""}}""")]
    public void Parse_WithoutVersionOrIpam_Is010WithoutIpam(string json)
    {
        Assert.Equal(CniVersion.V0_1_0, Parse(json).CniVersion);
        Assert.Null(Parse(json).IpamType);
    }

    [Theory]
    [InlineData("[]", CniErrorCode.DecodingFailure, "not an object")]
    [InlineData("null", CniErrorCode.DecodingFailure, "not an object")]
    [InlineData("""{"cniVersion": "1.x", "name": "n", "type": "t"}""", CniErrorCode.DecodingFailure, "\"1.x\"")]
    [InlineData("""{"type": "t"}""", CniErrorCode.InvalidNetworkConfig, "\"name\" is missing")]
    [InlineData("""{"name": "", "type": "t"}""", CniErrorCode.InvalidNetworkConfig, "\"name\" is missing")]
    [InlineData("""{"name": "a/b", "type": "t"}""", CniErrorCode.InvalidNetworkConfig, "a/b")]
    [InlineData("""{"name": "n"}""", CniErrorCode.InvalidNetworkConfig, "\"type\"")]
    [InlineData("""{"name": "n", "type": "../t"}""", CniErrorCode.InvalidNetworkConfig, "../t")]
    [InlineData("""{"name": 5, "type": "t"}""", CniErrorCode.InvalidNetworkConfig, "\"name\" is 5")]
    public void Parse_WhatCannotBeAConfiguration_HasItsCodeAndNamesTheValue(string json, CniErrorCode code, string named)
    {
        var error = Assert.Throws<CniException>(() => Parse(json));

        Assert.Equal(code, error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralProblems_AreReportedTogetherWithTheirPaths()
    {
        var config = Parse("""
            {"name": "n", "type": "mine", "mtu": "big", "ipMasq": "yes", "ipam": {"gateway": "10.0.0", "routes": [{"dst": "x"}, 5], "ranges": [[{"subnet": "10/8"}], {}]}}
            """);

        var error = Assert.Throws<CniException>(() => config.Read(root =>
        {
            var ipam = root.GetSection("ipam")!;
            Assert.Equal(0, root.GetInteger("mtu", 0) ?? 0);
            Assert.True(root.GetBool("ipMasq", true));
            Assert.Null(ipam.GetAddress("gateway"));
            Assert.Null(ipam.GetSections("routes")[0].GetPrefix("dst"));
            Assert.Null(ipam.GetSectionLists("ranges")[0][0].GetPrefix("subnet"));
            root.Invalid("vlan", "is 5000; give 1 to 4094");
            return 0;
        }));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, error.Code);
        Assert.StartsWith("mine: ", error.Message, StringComparison.Ordinal);
        Assert.All(
            [
                "\"mtu\" is \"big\"; give a whole number from 0 to 2147483647", "\"ipMasq\" is \"yes\"; give true or false",
                "\"ipam.gateway\" is \"10.0.0\"", "\"ipam.routes[0].dst\" is \"x\"", "\"ipam.routes\" is 5", "\"ipam.ranges[0][0].subnet\" is \"10/8\"",
                "\"ipam.ranges\" is {}", "\"vlan\" is 5000; give 1 to 4094",
            ],
            problem => Assert.Contains(problem, error.Message, StringComparison.Ordinal));
        Assert.Equal(7, error.Message.Split("; and ").Length - 1);
    }

    [Fact]
    public void Read_WithoutProblems_ReturnsWhatWasRead() =>
        Assert.Equal(1500, Parse("""{"name": "n", "type": "t", "mtu": 1500}""").Read(root => root.GetInteger("mtu")));

    [Fact]
    public void Root_OutsideRead_ThrowsAtTheFirstProblem() =>
        Assert.Throws<CniException>(() => Parse("""{"name": "n", "type": "t", "mtu": "x"}""").Root.GetInteger("mtu"));

    private static NetworkConfig Parse(string json) => NetworkConfig.Parse(Json.Parse(json));
}
