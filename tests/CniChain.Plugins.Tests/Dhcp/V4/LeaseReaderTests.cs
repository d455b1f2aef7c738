using System.Net;
using CniChain.Plugins.Dhcp.V4;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4;

public sealed class LeaseReaderTests
{
    private static readonly TimeSpan s_now = TimeSpan.FromHours(5);

    [Fact]
    public void Read_WithoutTimes_TakesTheRfcsDefaults()
    {
        var lease = Read(Messages.Ack(1, seconds: 1000));

        Assert.Equal(s_now + TimeSpan.FromSeconds(500), lease.Renews);
        Assert.Equal(s_now + TimeSpan.FromSeconds(875), lease.Rebinds);
        Assert.Equal(s_now + TimeSpan.FromSeconds(1000), lease.Expires);
    }

    [Theory]
    [InlineData(100u, 200u, 100, 200)]
    [InlineData(0u, 0u, 500, 875)]
    [InlineData(900u, 800u, 500, 800)]
    [InlineData(2000u, 3000u, 500, 875)]
    [InlineData(uint.MaxValue, uint.MaxValue, 500, 875)]
    [InlineData(600u, 500u, 500, 500)]
    public void Read_TimesOfTheServer_CountWhereTheyMakeSense(uint t1, uint t2, int renews, int rebinds)
    {
        var message = Messages.Ack(1, seconds: 1000);
        message.Options.Set<RenewalTimeOption, uint>(t1);
        message.Options.Set<RebindingTimeOption, uint>(t2);

        var lease = Read(message);

        Assert.Equal(s_now + TimeSpan.FromSeconds(renews), lease.Renews);
        Assert.Equal(s_now + TimeSpan.FromSeconds(rebinds), lease.Rebinds);
    }

    [Fact]
    public void Read_ForEver_HasNoTimes()
    {
        var lease = Read(Messages.Ack(1, seconds: uint.MaxValue));

        Assert.Null(lease.Expires);
        Assert.Null(lease.Renews);
        Assert.Null(lease.Rebinds);
    }

    [Fact]
    public void Read_TheLongestThatEnds_Ends() =>
        Assert.Equal(s_now + TimeSpan.FromSeconds(uint.MaxValue - 1), Read(Messages.Ack(1, seconds: uint.MaxValue - 1)).Expires);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.5")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("10.70.0.0")]
    [InlineData("10.70.0.255")]
    public void Read_NoHostsAddress_IsRefused(string address) =>
        Assert.Contains("no host's address", Problem(Messages.Ack(1, IPAddress.Parse(address))), StringComparison.Ordinal);

    [Fact]
    public void Read_LeaseTimeZero_IsRefused() => Assert.Contains("lease time", Problem(Messages.Ack(1, seconds: 0)), StringComparison.Ordinal);

    [Theory]
    [InlineData("00000000")]
    [InlineData("ff00ff00")]
    [InlineData("ffff")]
    public void Read_NoProperMask_IsRefused(string mask)
    {
        var message = Messages.Ack(1);
        message.Options.Set(SubnetMaskOption.Code, Convert.FromHexString(mask));

        Assert.Contains("subnet mask", Problem(message), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoServer_IsRefused()
    {
        var message = Messages.Ack(1);
        message.Options.Set(ServerIdentifierOption.Code, [0, 0, 0, 0]);

        Assert.Contains("no server", Problem(message), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ARouterThatIsNotOnTheLink_IsLeftOut()
    {
        var message = Messages.Ack(1);
        message.Options.Set<RoutersOption, IReadOnlyList<IPAddress>>([IPAddress.Parse("10.99.0.1"), Messages.Address, Messages.Server]);

        Assert.Equal([Messages.Server], Read(message).Routers);
    }

    [Theory]
    [InlineData(121)]
    [InlineData(249)]
    public void Read_ClasslessRoutes_TakeThePlaceOfRouterAndStaticRoutes(byte code)
    {
        var message = Messages.Ack(1);
        message.Options.Set(33, Convert.FromHexString("0a0000000a460001"));
        message.Options.Set(code, Convert.FromHexString("08ac0a460002"));

        var lease = Read(message);

        Assert.Empty(lease.Routers);
        var route = Assert.Single(lease.Routes);
        Assert.Equal(("172.0.0.0/8", "10.70.0.2"), (route.Destination.ToString(), route.Router.ToString()));
    }

    [Fact]
    public void Read_DamagedClasslessRoutes_LeaveTheRouterInPlace()
    {
        var message = Messages.Ack(1);
        message.Options.Set(121, [33, 1, 2, 3]);

        Assert.Equal([Messages.Server], Read(message).Routers);
    }

    private static DhcpLease Read(DhcpMessage message)
    {
        Assert.True(LeaseReader.TryRead(message, s_now, out var lease, out var problem), problem);
        return lease;
    }

    private static string Problem(DhcpMessage message)
    {
        Assert.False(LeaseReader.TryRead(message, s_now, out _, out var problem));
        return problem;
    }
}
