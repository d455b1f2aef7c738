using System.Net;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4.Options;

public sealed class ClasslessRoutesOptionTests
{
    // The examples of RFC 3442: 0/0, 10/8, 10.17/16, 10.27.129/24, 10.198.122.47/32.
    private const string Rfc = "000a000001" + "080a0a000001" + "100a110a000001" + "180a1b810a000001" + "200ac67a2f0a000001";

    [Fact]
    public void Read_TheRfcsExamples_AreTheseRoutes()
    {
        Assert.Equal(121, ClasslessRoutesOption.Code);
        var routes = OptionBytes.Read<ClasslessRoutesOption, IReadOnlyList<DhcpRoute>>(Rfc);
        Assert.Equal(
            ["0.0.0.0/0", "10.0.0.0/8", "10.17.0.0/16", "10.27.129.0/24", "10.198.122.47/32"],
            routes.Select(r => r.Destination.ToString()));
        Assert.All(routes, r => Assert.Equal(IPAddress.Parse("10.0.0.1"), r.Router));
        Assert.Equal(Rfc, OptionBytes.Write<ClasslessRoutesOption, IReadOnlyList<DhcpRoute>>(routes));
    }

    [Fact]
    public void Read_BitsBehindThePrefix_AreCleared() =>
        Assert.Equal("10.128.0.0/9", OptionBytes.Read<ClasslessRoutesOption, IReadOnlyList<DhcpRoute>>("090aff0a000001")[0].Destination.ToString());

    [Fact]
    public void Read_RouterZero_IsOnTheLink() => Assert.True(OptionBytes.Read<ClasslessRoutesOption, IReadOnlyList<DhcpRoute>>("180a1b8100000000")[0].IsOnLink);

    [Fact]
    public void Read_CutOrTooLong_IsRefused() =>
        OptionBytes.Refuses<ClasslessRoutesOption, IReadOnlyList<DhcpRoute>>("", "00", "000a0000", "210ac67a2f000a000001", "ff", Rfc + "18", Rfc[..^2]);
}
