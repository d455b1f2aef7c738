using static CniChain.Plugins.Tests.Portmap.PortmapText;

namespace CniChain.Plugins.Tests.Portmap;

public sealed class ConditionReaderTests
{
    [Theory]
    [InlineData("""["ip", "saddr", "!=", "192.0.2.0/24"]""", "ip saddr != 192.0.2.0/24")]
    [InlineData("""["ip saddr != 192.0.2.7/24"]""", "ip saddr != 192.0.2.0/24")]
    [InlineData("""["ip daddr 10.0.0.1/32"]""", "ip daddr 10.0.0.1")]
    [InlineData("""["ip saddr {10.0.0.0/8, 192.168.0.0/16}"]""", "ip saddr 10.0.0.0/8 or ip saddr 192.168.0.0/16")]
    [InlineData("""["ip", "saddr", "!=", "{", "10.0.0.1", ",", "10.0.0.2", "}"]""", "ip saddr != 10.0.0.1 ip saddr != 10.0.0.2")]
    [InlineData("""["iifname eth0 tcp dport 8000-8010"]""", "iifname \"eth0\" tcp dport 8000-8010")]
    [InlineData("""["meta oifname ne \"eth1\""]""", "oifname != \"eth1\"")]
    [InlineData("""["meta mark 0x10"]""", "meta mark 0x00000010")]
    [InlineData("""["mark == 16"]""", "meta mark 0x00000010")]
    [InlineData("""["th sport 1-1023"]""", "th sport 1-1023")]
    [InlineData(
        """["iifname {a, b} tcp dport {1, 2}"]""",
        "iifname \"a\" tcp dport 1 or iifname \"a\" tcp dport 2 or iifname \"b\" tcp dport 1 or iifname \"b\" tcp dport 2")]
    public void Condition_Known_IsUnderstood(string json, string expected) =>
        Assert.Equal(expected, Read($"\"conditionsV4\": {json}").ConditionsV4?.Text);

    [Fact]
    public void Condition_OfIPv6_IsUnderstood() =>
        Assert.Equal("ip6 saddr 2001:db8::/32", Read("""  "conditionsV6": ["ip6 saddr 2001:db8::/32"] """).ConditionsV6?.Text);

    [Fact]
    public void Condition_EmptyList_IsNone() => Assert.Null(Read("\"conditionsV4\": []").ConditionsV4);

    [Fact]
    public void ChainName_FollowsTheContent_NotTheSpelling()
    {
        var spaced = Read("""  "conditionsV4": ["ip", "saddr", "10.0.0.1/8"] """).ConditionsV4!;
        var packed = Read("""  "conditionsV4": ["ip saddr == 10.0.0.0/8"] """).ConditionsV4!;
        var other = Read("""  "conditionsV4": ["ip saddr 11.0.0.0/8"] """).ConditionsV4!;
        Assert.Equal(spaced.ChainName, packed.ChainName);
        Assert.NotEqual(spaced.ChainName, other.ChainName);
        Assert.StartsWith("conditions4-", spaced.ChainName, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["!", "-s", "192.0.2.0/24"]""", "starts with \"!\", which is iptables; write it for nft, such as")]
    [InlineData("""["-s", "192.0.2.0/24"]""", "starts with \"-s\", which is iptables")]
    [InlineData("""["ct", "state", "new"]""", "\"conditionsV4\" holds \"ct\", which is not understood here")]
    [InlineData("""["meta", "skuid", "0"]""", "holds \"meta skuid\", which is not understood")]
    [InlineData("""["ip", "ttl", "1"]""", "holds \"ttl\" after \"ip\"; give saddr or daddr")]
    [InlineData("""["ip6", "saddr", "::1"]""", "holds \"ip6\", which no packet of this family has; give \"ip\"")]
    [InlineData("""["ip", "saddr", "2001:db8::1"]""", "an address of the other family")]
    [InlineData("""["ip", "saddr"]""", "ends after \"saddr\"; give a value")]
    [InlineData("""["ip", "saddr", "@blocked"]""", "holds \"@blocked\"; give an address or a prefix")]
    [InlineData("""["ip saddr {}"]""", "holds \"{}\"; give at least one value")]
    [InlineData("""["ip saddr {10.0.0.1"]""", "ends after \"10.0.0.1\"; give \"}\"")]
    [InlineData("""["iifname eth*"]""", "patterns are not understood")]
    [InlineData("""["tcp dport http"]""", "holds the port \"http\"; give a number")]
    [InlineData("""["meta mark 0xZZ"]""", "holds the mark \"0xZZ\"")]
    [InlineData("""["   "]""", "\"conditionsV4\" ends; give a condition")]
    [InlineData("""[5]""", "give a list of strings")]
    public void Condition_NotUnderstood_IsRefusedByToken(string json, string expected) =>
        Assert.Contains(expected, ReadFails($"\"conditionsV4\": {json}").Message, StringComparison.Ordinal);

    [Fact]
    public void Condition_TooManyAlternatives_IsRefused()
    {
        var ports = string.Join(", ", Enumerable.Range(1, 17));
        Assert.Contains(
            "more than 256 combinations",
            ReadFails($$"""  "conditionsV4": ["tcp dport {{{ports}}} tcp sport {{{ports}}}"] """).Message,
            StringComparison.Ordinal);
    }
}
