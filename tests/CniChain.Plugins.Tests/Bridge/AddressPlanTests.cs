using System.Net;
using CniChain.Plugins.Bridge;

namespace CniChain.Plugins.Tests.Bridge;

public sealed class AddressPlanTests
{
    private static readonly BridgeConfig s_gateway = new() { IsGateway = true, HasIpam = true };
    private static readonly BridgeConfig s_defaultGateway = new() { IsGateway = true, IsDefaultGateway = true, HasIpam = true };

    [Fact]
    public void Make_GatewayNotGiven_IsTheFirstAddress()
    {
        var plan = AddressPlan.Make(FakeIpam.Giving("10.88.3.7/16", "fd00:88::7/64").Result!, s_gateway);

        Assert.Equal(["10.88.0.1/16", "fd00:88::1/64"], plan.Gateways.Select(g => g.ToString()));
        Assert.Equal(["10.88.0.1", "fd00:88::1"], plan.Ips.Select(i => i.Gateway!.ToString()));
        Assert.All(plan.Ips, ip => Assert.Equal(2, ip.Interface));
        Assert.Empty(plan.Routes);
    }

    [Fact]
    public void Make_AddressWithoutASubnet_NeedsItsGatewayGiven()
    {
        var error = Assert.Throws<CniException>(() => AddressPlan.Make(FakeIpam.Giving("fd00:88::7/128").Result!, s_gateway));
        Assert.Equal(CniErrorCode.InvalidNetworkConfig, error.Code);
        Assert.Contains("fd00:88::7/128 without a gateway", error.Message, StringComparison.Ordinal);

        var plan = AddressPlan.Make(FakeIpam.Giving("fd00:88::7/128 via fe80::1").Result!, s_gateway);
        Assert.Equal("fe80::1/128", Assert.Single(plan.Gateways).ToString());
    }

    [Fact]
    public void Make_NotAGateway_AddsNothing()
    {
        var plan = AddressPlan.Make(FakeIpam.Giving("10.88.0.7/16").Result!, new BridgeConfig { HasIpam = true });

        Assert.Empty(plan.Gateways);
        Assert.Null(plan.Ips[0].Gateway);
    }

    [Fact]
    public void Make_DefaultGateway_AddsADefaultRouteForEachFamilyOnce()
    {
        var plan = AddressPlan.Make(FakeIpam.Giving("10.88.0.7/16", "10.89.0.7/16", "fd00::7/64").Result!, s_defaultGateway);

        Assert.Equal(
            [("0.0.0.0/0", "10.88.0.1"), ("::/0", "fd00::1")],
            plan.Routes.Select(r => (r.Destination.ToString(), r.Gateway!.ToString())));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.88.0.9")]
    public void Make_DefaultRouteGiven_KeepsIt(string? gateway)
    {
        var given = new CniRoute { Destination = new IpPrefix(IPAddress.Any, 0), Gateway = gateway is null ? null : IPAddress.Parse(gateway) };

        var plan = AddressPlan.Make(FakeIpam.Giving("10.88.0.7/16").WithRoutes(given).Result!, s_defaultGateway);

        Assert.Equal([given], plan.Routes);
        Assert.Equal(gateway ?? "10.88.0.1", ContainerRoute.GatewayOf(given, plan.Ips)!.ToString());
    }

    [Fact]
    public void Make_RouteWithoutGateway_TakesItsFamilys()
    {
        var plan = AddressPlan.Make(FakeIpam.Giving("10.88.0.7/16 via 10.88.0.3", "fd00::7/64").Result!, s_gateway);

        Assert.Equal("10.88.0.3", ContainerRoute.GatewayOf(Route("192.0.2.0/24"), plan.Ips)!.ToString());
        Assert.Equal("fd00::1", ContainerRoute.GatewayOf(Route("2001:db8::/32"), plan.Ips)!.ToString());
    }

    [Fact]
    public void Make_NoAddress_IsRefused()
    {
        var e = Assert.Throws<CniException>(() => AddressPlan.Make(CniResult.Empty, s_gateway));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, e.Code);
    }

    [Fact]
    public void Make_ContainerGotTheGatewaysAddress_IsRefused()
    {
        var e = Assert.Throws<CniException>(() => AddressPlan.Make(FakeIpam.Giving("10.88.0.1/31").Result!, s_gateway));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, e.Code);
        Assert.Contains("10.88.0.1/31", e.Message, StringComparison.Ordinal);
    }

    private static CniRoute Route(string destination)
    {
        Assert.True(IpPrefix.TryParse(destination, out var prefix));
        return new CniRoute { Destination = prefix };
    }
}
