using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Nftables;
using CniChain.Linux.Nftables.Expressions;
using CniChain.Linux.Tests.Netlink;

namespace CniChain.Linux.Tests.Nftables;

/// <summary>Whole messages, byte for byte those of the nft tool.</summary>
public sealed class MessageBytesTests
{
    private static readonly NftTable s_table = new(NftFamily.Inet, "t");
    private static readonly NftTable s_bridge = new(NftFamily.Bridge, "b");

    private static readonly Dictionary<string, Func<NftBatch, NftBatch>> s_messages = new(StringComparer.Ordinal)
    {
        ["AddTable"] = b => b.AddTable(new NftTable(NftFamily.Inet, "x")),
        ["AddChain_Base"] = b => b.AddChain(new NftChain(s_table, "pre")
        {
            Type = "nat",
            Hook = NftHook.Prerouting,
            Priority = NftPriority.DestinationNat,
            Policy = NftVerdictCode.Accept,
        }),
        ["AddChain_Regular"] = b => b.AddChain(new NftChain(s_table, "leaves-10.88.0.0-16") { Comment = "podnet" }),
        ["AddSet_Map"] = b => b.AddSet(
            new NftSet(s_table.Set("hostports4"), NftDataType.Ipv4Address, NftDataType.InetProtocol, NftDataType.InetService)
            {
                Data = [NftDataType.Ipv4Address, NftDataType.InetService],
            }),
        ["AddSet_VerdictMap"] = b => b.AddSet(
            new NftSet(s_table.Set("targets6"), NftDataType.Ipv6Address) { Data = [NftDataType.Verdict], Comment = "why" }),
        ["AddSet_Interfaces"] = b => b.AddSet(new NftSet(s_table.Set("names"), NftDataType.InterfaceName)),
        ["AddElement_Port"] = b => b.AddElement(
            s_table.Set("ports4"), ExampleRuleset.Published(6, 8080, "10.88.0.2", 80, "podnet ctr1 eth0")),
        ["AddElement_Verdict"] = b => b.AddElement(
            s_table.Set("sources4"), new NftElement(Address("10.88.0.2"), NftVerdict.Jump("leaves"), "podnet ctr1 eth0")),
        ["DeleteElement"] = b => b.DeleteElement(s_table.Set("ports4"), NftKey.Of.Protocol(6).Port(8080)),
        ["DeleteChain"] = b => b.DeleteChain(s_table, "c"),
        ["FlushChain"] = b => b.FlushChain(s_table, "c"),
        ["Rule_Published"] = Rule("n", r => r.DnatToMap(AddressFamily.InterNetwork, "ports4", NftSelector.MetaL4Proto, NftSelector.ThDport)),
        ["Rule_HostPort6"] = Rule("n", r => r.DnatToMap(
            AddressFamily.InterNetworkV6, "hostports6", NftSelector.Ip6Daddr, NftSelector.MetaL4Proto, NftSelector.ThDport)),
        ["Rule_FibJump"] = Rule("n", r => r.FibDaddrType(NftAddressType.Local).Jump("leaves")),
        ["Rule_Sources"] = Rule("p", r => r.Vmap("sources4", NftSelector.IpSaddr)),
        ["Rule_Status"] = Rule("p", r => r.CtStatus(NftConntrackStatus.DestinationNat).Vmap("sources4", NftSelector.IpDaddr)),
        ["Rule_Multicast"] = Rule("p", r => r.Daddr(IPNetwork.Parse("224.0.0.0/4")).Return()),
        ["Rule_Subnet"] = b => b.AddRule(
            s_table, "p", new NftRuleBuilder(NftFamily.Inet).Daddr(IPNetwork.Parse("10.88.0.0/16")).Return(), "podnet"),
        ["Rule_Guard"] = Rule("c", r => r.In("guarded", NftSelector.Iifname).Daddr(IPNetwork.Parse("127.0.0.0/8")).Drop()),
        ["Rule_Masquerade"] = Rule("p", r => r.Masquerade(NftNatFlags.FullyRandom)),
        ["Rule_Dnat"] = Rule("n", r => r.Is(NftSelector.TcpDport, NftKey.Of.Port(8080)).Dnat(IPAddress.Parse("10.88.0.2"), 80)),
        ["Rule_Mark"] = Rule("c", r => r.MarkSet(0x2000)),
        ["Rule_BridgeSource"] = b => b.AddRule(
            s_bridge, "c", new NftRuleBuilder(NftFamily.Bridge).EtherSaddr(MacAddress.Parse("02:11:22:33:44:55")).Return()),
        ["Rule_BridgeIp"] = b => b.AddRule(
            s_bridge, "c", new NftRuleBuilder(NftFamily.Bridge).Saddr(IPAddress.Parse("10.0.0.1")).Accept()),
    };

    public MessageBytesTests() => Assert.SkipUnless(BitConverter.IsLittleEndian, "the expected bytes are a little-endian machine's");

    public static TheoryData<string> Names => [.. NftToolMessages.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_IsTheNftTools(string name)
    {
        var (type, flags, hex) = NftToolMessages.All[name];

        var request = Assert.Single(s_messages[name](new NftBatch()).Requests);

        Wire.AssertBytes(request, type, flags, hex);
    }

    [Fact]
    public void Frame_OfABatch_AcknowledgesTheLastChangeOnly()
    {
        var batch = new NftBatch().AddTable(s_table).DeleteTable(s_table);

        var requests = batch.Frame(NftMessage.Begin(7), NftMessage.End());

        Assert.Equal(4, requests.Length);
        Wire.AssertBytes(requests[0], 0x10, 0x1, "0000 000a  0800 0100  00000007");
        Wire.AssertBytes(requests[1], 0xa00, 0x1, "0100 0000  0600 0100  74000000");
        Wire.AssertBytes(requests[2], 0xa02, 0x5, "0100 0000  0600 0100  74000000");
        Wire.AssertBytes(requests[3], 0x11, 0x1, "0000 000a");
    }

    [Fact]
    public void AddElements_Many_GoOutInMessagesThatFit()
    {
        NftElement[] elements =
            [.. Enumerable.Range(1, 5000).Select(i => ExampleRuleset.Published(6, (ushort)i, "10.88.0.2", 80, new string('o', 127)))];

        var batch = new NftBatch().AddElements(ExampleRuleset.Ports4, elements);

        Assert.All(batch.Requests, request => Assert.InRange(request.Length, 1, ushort.MaxValue));
        Assert.InRange(batch.Count, 10, 20);
    }

    [Fact]
    public void AddElements_None_IsNoMessage() => Assert.Equal(0, new NftBatch().AddElements(ExampleRuleset.Ports4, []).Count);

    private static Func<NftBatch, NftBatch> Rule(string chain, Func<NftRuleBuilder, NftRuleBuilder> write) =>
        batch => batch.AddRule(s_table, chain, write(new NftRuleBuilder(NftFamily.Inet)));

    private static NftKey Address(string text) => NftKey.Of.Address(IPAddress.Parse(text));
}
