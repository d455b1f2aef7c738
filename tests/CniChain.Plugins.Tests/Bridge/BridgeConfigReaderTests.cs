using CniChain.Linux;
using CniChain.Plugins.Bridge;

namespace CniChain.Plugins.Tests.Bridge;

public sealed class BridgeConfigReaderTests
{
    [Fact]
    public void Read_NoKeys_GivesTheDefaults()
    {
        var config = Read("");

        Assert.Equal(
            new BridgeConfig { VlanTrunk = config.VlanTrunk },
            config);
        Assert.Equal("cni0", config.Bridge);
        Assert.True(config.PreserveDefaultVlan);
        Assert.Empty(config.VlanTrunk);
    }

    [Fact]
    public void Read_IsDefaultGateway_MeansIsGateway()
    {
        var config = Read("\"isDefaultGateway\": true");

        Assert.True(config.IsGateway);
    }

    [Fact]
    public void Read_KeysInOtherCase_AreTaken()
    {
        var config = Read("\"ISGATEWAY\": true, \"Bridge\": \"br7\", \"ipmasq\": true");

        Assert.True(config.IsGateway);
        Assert.True(config.IpMasq);
        Assert.Equal("br7", config.Bridge);
    }

    [Theory]
    [InlineData("\"runtimeConfig\": {\"mac\": \"02:00:00:00:00:01\"}, \"args\": {\"cni\": {\"mac\": \"02:00:00:00:00:02\"}}", "02:00:00:00:00:01")]
    [InlineData("\"args\": {\"cni\": {\"mac\": \"02-00-00-00-00-02\"}}", "02:00:00:00:00:02")]
    [InlineData("", "02:00:00:00:00:03")]
    public void Read_Mac_ComesFromTheMostSpecificPlace(string keys, string expected)
    {
        var config = Read(keys, "IgnoreUnknown=1;MAC=02:00:00:00:00:03");

        Assert.Equal(MacAddress.Parse(expected), config.Mac);
    }

    [Fact]
    public void Read_VlanTrunk_IsSortedAndMerged()
    {
        var config = Read("\"vlanTrunk\": [{\"id\": 300}, {\"minID\": 100, \"maxID\": 110}, {\"minID\": 105, \"maxID\": 120, \"id\": 7}, {\"id\": 121}]");

        Assert.Equal([new VlanRange(7, 7), new VlanRange(100, 121), new VlanRange(300, 300)], config.VlanTrunk);
    }

    [Theory]
    [InlineData("\"ipMasqBackend\": \"iptables\"", "ipMasqBackend", "nftables")]
    [InlineData("\"hairpinMode\": true, \"promiscMode\": true", "hairpinMode", "promiscMode")]
    [InlineData("\"vlan\": 4095", "vlan", "4094")]
    [InlineData("\"vlan\": -1", "vlan", "4094")]
    [InlineData("\"vlanTrunk\": [{\"id\": 0}]", "vlanTrunk[0].id", "4094")]
    [InlineData("\"vlanTrunk\": [{\"minID\": 5}]", "vlanTrunk[0].maxID", "missing")]
    [InlineData("\"vlanTrunk\": [{\"maxID\": 5}]", "vlanTrunk[0].minID", "missing")]
    [InlineData("\"vlanTrunk\": [{\"minID\": 9, \"maxID\": 5}]", "vlanTrunk[0].minID", "swap")]
    [InlineData("\"bridge\": \"a-name-that-is-too-long\"", "bridge", "15 bytes")]
    [InlineData("\"bridge\": \"br/0\"", "bridge", "'/'")]
    [InlineData("\"bridge\": \"br%d\"", "bridge", "'%'")]
    [InlineData("\"bridge\": \"br-with-a-name\", \"vlan\": 100, \"isGateway\": true, \"ipam\": {\"type\": \"x\"}", "bridge", "br-with-a-name.100")]
    [InlineData("\"mtu\": 40", "mtu", "68")]
    [InlineData("\"mtu\": 65536", "mtu", "65535")]
    [InlineData("\"isGateway\": \"yes\"", "isGateway", "true or false")]
    [InlineData("\"disableContainerInterface\": true, \"ipam\": {\"type\": \"x\"}", "disableContainerInterface", "ipam")]
    [InlineData("\"runtimeConfig\": {\"mac\": \"nonsense\"}", "runtimeConfig.mac", "nonsense")]
    [InlineData("\"args\": {\"cni\": {\"mac\": \"01:00:5e:00:00:01\"}}", "args.cni.mac", "unicast")]
    public void Read_BadValue_IsRefusedByItsName(string keys, string key, string advice)
    {
        var e = Assert.Throws<CniException>(() => Read(keys));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, e.Code);
        Assert.Contains($"\"{key}\"", e.Message, StringComparison.Ordinal);
        Assert.Contains(advice, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralProblems_AreReportedTogether()
    {
        var e = Assert.Throws<CniException>(() => Read("\"vlan\": 9999, \"mtu\": \"big\", \"ipMasqBackend\": \"iptables\""));

        Assert.Contains("\"vlan\"", e.Message, StringComparison.Ordinal);
        Assert.Contains("\"mtu\"", e.Message, StringComparison.Ordinal);
        Assert.Contains("\"ipMasqBackend\"", e.Message, StringComparison.Ordinal);
    }

    private static BridgeConfig Read(string keys, string args = "") => BridgeConfigReader.Read(BridgeNode.Parse(keys), CniArgs.Parse(args));
}
