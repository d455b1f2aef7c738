using System.Net;
using System.Net.Sockets;

namespace CniChain.Abstractions.Tests;

public sealed class IpPrefixTests
{
    [Theory]
    [InlineData("10.1.0.5/16", "10.1.0.0")]
    [InlineData("10.88.0.0/16", "10.88.0.0")]
    [InlineData("255.255.255.255/1", "128.0.0.0")]
    [InlineData("fd00:88::5/64", "fd00:88::")]
    [InlineData("2001:db8::1/127", "2001:db8::")]
    [InlineData("fe80::1/0", "::")]
    public void Text_ReadAndWritten_KeepsItsHostBits(string text, string network)
    {
        var prefix = Parse(text);

        Assert.Equal(text, prefix.ToString());
        Assert.Equal(network, prefix.Network.BaseAddress.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10.88.0.5")]
    [InlineData("10.88.0.5/")]
    [InlineData("/16")]
    [InlineData("10.88.0.5/33")]
    [InlineData("fd00::1/129")]
    [InlineData("10.88.0.5/-1")]
    [InlineData("10.88.0.5/+8")]
    [InlineData("10.88.0.5/ 8")]
    [InlineData("10.88.0.5/8/8")]
    [InlineData("10.88.0.5/300")]
    // What .NET alone takes for an address, and no CNI user means.
    [InlineData("10.1/16")]
    [InlineData("0x0a000001/8")]
    [InlineData("010.1.0.5/16")]
    [InlineData("fe80::1%eth0/64")]
    [InlineData("[fe80::1]/64")]
    public void TryParse_AnythingElse_Fails(string? text) => Assert.False(IpPrefix.TryParse(text, out _));

    [Theory]
    [InlineData("10.88.0.1", "10.88.0.1")]
    [InlineData("FD00:0:0::1", "fd00::1")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    public void TryParseAddress_Strict_GivesTheCanonicalAddress(string text, string address)
    {
        Assert.True(IpPrefix.TryParseAddress(text, out var parsed));
        Assert.Equal(address, parsed.ToString());
    }

    [Theory]
    [InlineData("10.88.0.256")]
    [InlineData("167772161")]
    [InlineData("1.2.3.4.5")]
    [InlineData("::1%lo")]
    [InlineData("10.0.0.1 ")]
    public void TryParseAddress_AnythingElse_Fails(string text) => Assert.False(IpPrefix.TryParseAddress(text, out _));

    [Fact]
    public void MappedAddress_IsIPv4()
    {
        var prefix = new IpPrefix(IPAddress.Parse("::ffff:10.0.0.1"), 24);

        Assert.False(prefix.IsIPv6);
        Assert.Equal(32, prefix.Bits);
        Assert.Equal("10.0.0.1/24", prefix.ToString());
    }

    [Theory]
    [InlineData("10.0.0.1", 33)]
    [InlineData("10.0.0.1", -1)]
    [InlineData("::1", 129)]
    public void Constructor_LengthOfNoFamily_Throws(string address, int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new IpPrefix(IPAddress.Parse(address), length));

    [Theory]
    [InlineData("0.0.0.0/0", true)]
    [InlineData("::/0", true)]
    [InlineData("10.0.0.0/0", false)]
    [InlineData("0.0.0.0/1", false)]
    public void IsDefaultRoute_IsTheUnspecifiedAddressAlone(string text, bool expected) => Assert.Equal(expected, Parse(text).IsDefaultRoute);

    [Theory]
    [InlineData("10.88.0.0/16", "10.88.255.255", true)]
    [InlineData("10.88.0.5/16", "10.88.0.1", true)]
    [InlineData("10.88.0.0/16", "10.89.0.0", false)]
    [InlineData("10.88.0.0/23", "10.88.1.255", true)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("fd00::/64", "fd00::ffff:ffff:ffff:ffff", true)]
    [InlineData("fd00::/64", "fd00:0:0:1::", false)]
    public void Contains_GoesByFamilyAndPrefix(string prefix, string address, bool inside) =>
        Assert.Equal(inside, Parse(prefix).Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.88.0.1", 1, "10.88.0.2")]
    [InlineData("10.88.0.255", 1, "10.88.1.0")]
    [InlineData("10.88.1.0", -1, "10.88.0.255")]
    [InlineData("255.255.255.255", 1, "0.0.0.0")]
    [InlineData("0.0.0.0", -1, "255.255.255.255")]
    [InlineData("fd00::ffff", 1, "fd00::1:0")]
    [InlineData("::", -1, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void Offset_StepsWithinTheFamily(string address, long steps, string expected) =>
        Assert.Equal(expected, IpPrefix.Offset(IPAddress.Parse(address), steps).ToString());

    [Theory]
    [InlineData("10.88.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("fd00:88::1:2:3")]
    public void Number_OfAnAddress_LeadsBack(string text)
    {
        var address = IPAddress.Parse(text);
        Assert.Equal(address, IpPrefix.FromNumber(IpPrefix.ToNumber(address), address.AddressFamily));
    }

    [Fact]
    public void Number_OfIPv4_IsItsThirtyTwoBits()
    {
        Assert.Equal((UInt128)0x0A580001, IpPrefix.ToNumber(IPAddress.Parse("10.88.0.1")));
        Assert.Equal("10.88.0.1", IpPrefix.FromNumber(0x0A580001, AddressFamily.InterNetwork).ToString());
    }

    private static IpPrefix Parse(string text) => IpPrefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text);
}
