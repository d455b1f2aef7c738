using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Nftables;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Nftables;

/// <summary>What is read back, of our own objects and of the nft tool's.</summary>
public sealed class ReadingTests
{
    private static readonly NftTable s_table = new(NftFamily.Inet, "t");

    [Fact]
    public void FindElement_OfAMap_HasKeyDataAndComment()
    {
        using var ns = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);
        ns.ExecJson("nft -j add table inet t");
        ns.Exec("nft add map inet t m { type inet_proto . inet_service : ipv4_addr . inet_service ; }");
        ns.Exec("nft add element inet t m { udp . 53 comment \"net ctr eth0\" : 10.88.0.2 . 5353 }");

        var element = nft.FindElement(s_table.Set("m"), NftKey.Of.Protocol(17).Port(53));

        Assert.NotNull(element);
        Assert.Equal("net ctr eth0", element.Comment);
        Assert.Equal(NftKey.Of.Protocol(17).Port(53), element.Key);
        var data = element.Data!.Value.Value;
        Assert.Equal(IPAddress.Parse("10.88.0.2"), data.ReadAddress(0, AddressFamily.InterNetwork));
        Assert.Equal(5353, data.ReadPort(4));
    }

    [Fact]
    public void GetRules_JumpsAndGotos_SayWhereTheyLead()
    {
        using var ns = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);
        NftListing.Load(ns, "table inet t { chain s { } \n chain u { } \n chain r { tcp dport 80 jump s \n goto u \n tcp dport 81 accept \n counter \n } \n }");

        Assert.Equal(["s", "u", null, null], nft.GetRules(s_table, "r").Select(rule => rule.LeadsTo));
    }

    [Fact]
    public void FindElement_OfAVerdictMap_HasTheVerdict()
    {
        using var ns = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);
        nft.Commit(ExampleRuleset.Create());
        ns.Exec($"nft add element inet example_ports targets6 {{ fd00::2 : goto hairpin }}");

        var element = nft.FindElement(ExampleRuleset.Ports.Set("targets6"), NftKey.Of.Address(IPAddress.Parse("fd00::2")));

        Assert.Equal(NftVerdict.Goto("hairpin"), element?.Data?.Verdict);
    }

    [Fact]
    public void Reading_OfWhatIsNotThere_FindsNothing()
    {
        using var ns = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);
        var set = s_table.Set("none");

        Assert.False(nft.HasTable(s_table));
        Assert.Empty(nft.GetTables());
        Assert.Empty(nft.GetChains(s_table));
        Assert.Empty(nft.GetRules(s_table));
        Assert.Empty(nft.GetRules(s_table, "c"));
        Assert.Empty(nft.GetSets(s_table));
        Assert.Null(nft.FindSet(set));
        Assert.Null(nft.FindChain(s_table, "c"));
        Assert.Null(nft.FindElement(set, NftKey.Of.Port(1)));
        Assert.Empty(nft.GetElements(set));
        Assert.True(nft.IsEmpty(set));
    }

    [Fact]
    public void GetRules_HasCommentsAndHandles_WhichDelete()
    {
        using var ns = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);
        nft.Commit(new NftBatch().AddTable(s_table).AddChain(new NftChain(s_table, "c")).AddChain(new NftChain(s_table, "d"))
            .AddRule(s_table, "c", new NftRuleBuilder(NftFamily.Inet).Counter().Drop(), "mine")
            .AddRule(s_table, "d", new NftRuleBuilder(NftFamily.Inet).Accept())
            .InsertRule(s_table, "c", new NftRuleBuilder(NftFamily.Inet).Accept()));

        var rules = nft.GetRules(s_table, "c");

        Assert.Equal(2, rules.Count);
        Assert.Null(rules[0].Comment);
        Assert.Equal("mine", rules[1].Comment);
        Assert.Equal(["counter", "immediate"], rules[1].Expressions);
        Assert.Equal(3, nft.GetRules(s_table).Count);

        nft.Commit(new NftBatch().DeleteRule(s_table, "c", rules[0].Handle));
        Assert.Equal(rules[1].Handle, Assert.Single(nft.GetRules(s_table, "c")).Handle);

        nft.Commit(new NftBatch().FlushChain(s_table, "c"));
        Assert.Empty(nft.GetRules(s_table, "c"));
    }

    [Fact]
    public void FindChain_OfTheToolsMaking_HasHookPolicyAndComment()
    {
        using var ns = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);
        NftListing.Load(ns, "table inet t { chain c { type filter hook forward priority -5; policy drop; comment \"why\"; } \n chain r { jump s \n } \n chain s { } \n }");

        var chain = nft.FindChain(s_table, "c");

        Assert.NotNull(chain);
        Assert.Equal((NftHook.Forward, "filter", -5), (chain.Hook!.Value, chain.Type, chain.Priority));
        Assert.Equal(NftVerdictCode.Drop, chain.Policy);
        Assert.Equal("why", chain.Comment);
        Assert.Equal(["c", "r", "s"], nft.GetChains(s_table).Select(c => c.Name).Order());
        Assert.Equal(1u, nft.FindChain(s_table, "s")!.Uses);
        Assert.Equal([s_table], nft.GetTables(NftFamily.Inet));
        Assert.True(nft.HasTable(s_table));
    }

    [Fact]
    public void GetSets_AreAsDefined()
    {
        using var ns = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);
        nft.Commit(new NftBatch().AddTable(s_table).AddSet(new NftSet(s_table.Set("m"), NftDataType.Ipv6Address, NftDataType.InetService)
        {
            Data = [NftDataType.Verdict],
            Size = 10,
            Comment = "why",
        }));

        var set = Assert.Single(nft.GetSets(s_table));

        Assert.Equal([NftDataType.Ipv6Address, NftDataType.InetService], set.Key);
        Assert.Equal([NftDataType.Verdict], set.Data);
        Assert.Equal((10u, "why", NftSetFlags.Map), (set.Size!.Value, set.Comment, set.Flags));
        Assert.Equal(set.Reference, nft.FindSet(set.Reference)?.Reference);
    }

    [Fact]
    public void GetElements_OfIntervals_HaveTheirEnds_AndDelete()
    {
        using var ns = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);
        var set = s_table.Set("nets");
        nft.Commit(new NftBatch().AddTable(s_table).AddSet(new NftSet(set, NftDataType.Ipv4Address) { Flags = NftSetFlags.Interval })
            .AddElements(set,
            [
                new NftElement(Address("10.0.0.0")) { KeyEnd = Address("11.0.0.0") },
                new NftElement(Address("192.168.0.1"), Comment: "some") { KeyEnd = Address("192.168.0.10") },
            ]));
        Assert.Contains(
            "elements = { 10.0.0.0/8, 192.168.0.1-192.168.0.9 comment \"some\" }",
            string.Join(' ', ns.Exec("nft list set inet t nets").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);

        var elements = nft.GetElements(set);

        Assert.Equal([Address("10.0.0.0"), Address("192.168.0.1")], elements.Select(e => e.Key));
        Assert.Equal([Address("11.0.0.0"), Address("192.168.0.10")], elements.Select(e => e.KeyEnd!.Value));
        Assert.Equal("some", elements[1].Comment);
        nft.Commit(new NftBatch().DeleteElements(set, elements));
        Assert.True(nft.IsEmpty(set));
    }

    [Fact]
    public void GetElements_OfIntervalsOverSeveralFields_Delete()
    {
        using var ns = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);
        var set = s_table.Set("ranges");
        nft.Commit(new NftBatch().AddTable(s_table)
            .AddSet(new NftSet(set, NftDataType.Ipv4Address, NftDataType.InetService) { Flags = NftSetFlags.Interval })
            .AddElement(set, new NftElement(Address("10.0.0.0").Port(80)) { KeyEnd = Address("10.255.255.255").Port(90) }));
        Assert.Contains("10.0.0.0/8 . 80-90", ns.Exec("nft list set inet t ranges"), StringComparison.Ordinal);

        nft.Commit(new NftBatch().DeleteElements(set, nft.GetElements(set)));

        Assert.True(nft.IsEmpty(set));
    }

    [Fact]
    public void GetElements_OfALargeSet_AreAllThere_AndFlush()
    {
        using var ns = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);
        nft.Commit(ExampleRuleset.Create());
        Assert.True(nft.IsEmpty(ExampleRuleset.Ports4));
        NftElement[] elements =
            [.. Enumerable.Range(1, 50_000).Select(i => ExampleRuleset.Published(6, (ushort)i, "10.88.0.2", 80, $"podnet container{i} eth0"))];

        nft.Commit(new NftBatch().AddElements(ExampleRuleset.Ports4, elements, exclusive: true));

        Assert.False(nft.IsEmpty(ExampleRuleset.Ports4));
        var read = nft.GetElements(ExampleRuleset.Ports4);
        Assert.Equal(elements.Select(e => (e.Key, e.Comment)).ToHashSet(), read.Select(e => (e.Key, e.Comment)).ToHashSet());
        Assert.Equal("podnet container777 eth0", nft.FindElement(ExampleRuleset.Ports4, elements[776].Key)?.Comment);
        nft.Commit(new NftBatch().FlushSet(ExampleRuleset.Ports4));
        Assert.True(nft.IsEmpty(ExampleRuleset.Ports4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30_000)]
    public void IsEmpty_OfASetWithElements_LeavesTheSocketUsable(int count)
    {
        using var ns = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);
        nft.Commit(ExampleRuleset.Create());
        nft.Commit(new NftBatch().AddElements(
            ExampleRuleset.Ports4, [.. Enumerable.Range(1, count).Select(i => ExampleRuleset.Published(6, (ushort)i, "10.88.0.2", 80))]));
        var started = TimeProvider.System.GetTimestamp();

        for (var i = 0; i < 200; i++)
        {
            Assert.False(nft.IsEmpty(ExampleRuleset.Ports4));
            Assert.True(nft.IsEmpty(ExampleRuleset.HostPorts4));
            Assert.NotNull(nft.FindElement(ExampleRuleset.Ports4, NftKey.Of.Protocol(6).Port(1)));
        }

        // Neither a wait for an end that has come already nor the milliseconds it takes to read a large set.
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static NftKey Address(string text) => NftKey.Of.Address(IPAddress.Parse(text));
}
