using static CniChain.Plugins.Tests.Portmap.PortmapText;

namespace CniChain.Plugins.Tests.Portmap;

public sealed class PortmapConfigReaderTests
{
    [Fact]
    public void Keys_Absent_HaveTheReferenceDefaults()
    {
        var config = Read("");
        Assert.True(config.Snat);
        Assert.False(config.MasqAll);
        Assert.Null(config.MarkMasqBit);
        Assert.Null(config.ConditionsV4);
        Assert.Null(config.ConditionsV6);
    }

    [Theory]
    [InlineData("nftables")]
    [InlineData("")]
    public void Backend_Ours_IsFine(string backend) => Assert.True(Read($"\"backend\": \"{backend}\"").Snat);

    [Theory]
    [InlineData("iptables", "does not use; write \"nftables\" or leave the key out")]
    [InlineData("ebpf", "\"backend\" is \"ebpf\"; write \"nftables\"")]
    public void Backend_Another_IsRefused(string backend, string expected) =>
        Assert.Contains(expected, ReadFails($"\"backend\": \"{backend}\"").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public void MarkMasqBit_InRange_IsRead(int bit) => Assert.Equal(bit, Read($"\"MarkMasqBit\": {bit}").MarkMasqBit);

    [Theory]
    [InlineData("\"markMasqBit\": 32", "from 0 to 31")]
    [InlineData("\"markMasqBit\": -1", "from 0 to 31")]
    [InlineData("\"externalSetMarkChain\": \"KUBE-MARK-MASQ\"", "is \"KUBE-MARK-MASQ\", the name of an iptables chain")]
    [InlineData("\"externalSetMarkChain\": \"X\", \"markMasqBit\": 3", "keep \"markMasqBit\" alone")]
    [InlineData("\"snat\": \"yes\"", "\"snat\" is \"yes\"; give true or false")]
    public void Key_NotValid_IsRefusedByName(string keys, string expected) =>
        Assert.Contains(expected, ReadFails(keys).Message, StringComparison.Ordinal);
}
