using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class StaticRoutesOptionTests
{
    [Theory]
    [InlineData("0a0000000a000001", "10.0.0.0/8")]
    [InlineData("ac1000000a000001", "172.16.0.0/16")]
    [InlineData("c00002000a000001", "192.0.2.0/24")]
    [InlineData("c00002070a000001", "192.0.2.7/32")]
    public void Read_ADestination_HasItsClasssLength(string hex, string destination)
    {
        Assert.Equal(33, StaticRoutesOption.Code);
        var route = Assert.Single(OptionBytes.Read<StaticRoutesOption, IReadOnlyList<DhcpRoute>>(hex));
        Assert.Equal((destination, "10.0.0.1"), (route.Destination.ToString(), route.Router.ToString()));
        Assert.Equal(hex, OptionBytes.Write<StaticRoutesOption, IReadOnlyList<DhcpRoute>>([route]));
    }

    [Fact]
    public void Read_TheDefaultRouteAndMulticast_AreLeftOut() =>
        Assert.Single(OptionBytes.Read<StaticRoutesOption, IReadOnlyList<DhcpRoute>>("000000000a000001" + "e00000010a000001" + "0a0000000a000001"));

    [Fact]
    public void Read_HalfAPair_IsRefused() => OptionBytes.Refuses<StaticRoutesOption, IReadOnlyList<DhcpRoute>>("", "0a000000", "000000000a000001");
}
