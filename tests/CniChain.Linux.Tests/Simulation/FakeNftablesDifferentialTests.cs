using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Nftables;
using CniChain.Linux.Nftables.Expressions;
using CniChain.Linux.Tests.Nftables;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Simulation;

/// <summary>The same batches to the running kernel and to the fake one: the same refusals, in the same words, and the same ruleset after each.</summary>
public sealed class FakeNftablesDifferentialTests
{
    private static readonly NftTable s_table = new(NftFamily.Inet, "t");
    private static readonly NftSetRef s_ports = s_table.Set("ports");
    private static readonly NftSetRef s_verdicts = s_table.Set("verdicts");
    private static readonly NftSetRef s_ranges = s_table.Set("ranges");
    private static readonly NftSetRef s_pairs = s_table.Set("pairs");
    private static readonly NftSet s_portSet = new(s_ports, NftDataType.InetProtocol, NftDataType.InetService)
    {
        Data = [NftDataType.Ipv4Address],
        Comment = "published",
    };

    [Fact]
    public void Batches_ToBothKernels_HaveTheSameAnswersAndState()
    {
        using var ns = TestNamespace.Create();
        var real = Transcript(ns.Namespace);
        using var kernel = new FakeKernel();

        var fake = Transcript(kernel.AddNamespace().Namespace);

        var differences = real.Zip(fake).SelectMany(pair =>
            pair.First.Except(pair.Second).Select(line => $"{pair.First[0]}\n  real {line}")
                .Concat(pair.Second.Except(pair.First).Select(line => $"{pair.First[0]}\n  fake {line}")));
        foreach (var errno in (string[])["EEXIST", "ENOENT", "EBUSY", "ERESTART", "EINVAL", "EOPNOTSUPP", "EMLINK", "ENFILE"])
        {
            Assert.Contains(real, step => step[0].Contains(errno, StringComparison.Ordinal));
        }

        if (differences.Any())
        {
            Assert.Fail(string.Join('\n', differences.Take(30)));
        }
    }

    private static List<List<string>> Transcript(NetworkNamespace ns)
    {
        var steps = new List<List<string>>();
        using var nft = NftSocket.Open(ns);
        Run("chain of no table", B.AddChain(new NftChain(s_table, "c")));
        Run("table and chain of which one is refused", B.AddTable(s_table).DeleteChain(s_table, "c"));
        Run("table", B.AddTable(s_table, "mine"));
        Run("table twice", B.AddTable(s_table));
        Run("of another family", B.AddTable(s_table with { Family = NftFamily.Ip }));
        Run("table not there", B.DeleteTable(new NftTable(NftFamily.Inet, "x")));
        Chains(nft, Run);
        Sets(Run);
        Elements(Run);
        Ranges(nft, Run);
        Uses(nft, Run);
        Run("the example", ExampleRuleset.Create());
        Run("the example again", ExampleRuleset.Create());
        Run("table away", B.DeleteTable(s_table));
        Run("table away and new", B.DeleteTable(ExampleRuleset.Ports).AddTable(ExampleRuleset.Ports));
        return steps;

        void Run(string what, NftBatch batch, uint? generation = null)
        {
            var before = nft.GetGeneration();
            var answer = nft.TryCommit(batch, out var error, generation) ? "done" : error.Message;
            var lines = new List<string> { $"{what}: {answer}, generation + {nft.GetGeneration() - before}" };
            steps.Add(lines);
            Describe(lines, nft);
        }
    }

    private static NftBatch B => new();

    private static NftRuleBuilder Rule(NftFamily family = NftFamily.Inet) => new(family);

    private static void Chains(NftSocket nft, Step run)
    {
        var nat = new NftChain(s_table, "nat") { Hook = NftHook.Postrouting, Type = "nat", Priority = NftPriority.SourceNat };
        run("base chain", B.AddChain(nat));
        run("base chain twice", B.AddChain(nat));
        run("base chain twice, exclusive", B.AddChain(nat, exclusive: true));
        run("of another priority", B.AddChain(nat with { Priority = 7 }));
        run("of another hook", B.AddChain(nat with { Hook = NftHook.Output }));
        run("of another type", B.AddChain(nat with { Type = "filter" }));
        run("as a regular chain", B.AddChain(new NftChain(s_table, "nat")));
        run("its policy", B.AddChain(nat with { Policy = NftVerdictCode.Drop }));
        run("of an unknown type", B.AddChain(nat with { Name = "x", Type = "magic" }));
        run("nat in forward", B.AddChain(nat with { Name = "x", Hook = NftHook.Forward }));
        run("nat before conntrack", B.AddChain(nat with { Name = "x", Priority = -300 }));
        run("nat for bridges", B.AddTable(new NftTable(NftFamily.Bridge, "b")).AddChain(nat with { Table = new NftTable(NftFamily.Bridge, "b") }));
        run("filter for bridges", B.AddTable(new NftTable(NftFamily.Bridge, "b"))
            .AddChain(new NftChain(new NftTable(NftFamily.Bridge, "b"), "f") { Hook = NftHook.Prerouting, Policy = NftVerdictCode.Drop }));
        run("regular chain", B.AddChain(new NftChain(s_table, "one") { Comment = "a \u00fc" }));
        run("regular chain with a hook", B.AddChain(nat with { Name = "one" }));
        run("rule of no chain", B.AddRule(s_table, "x", Rule().Accept()));
        run("jump", B.AddRule(s_table, "nat", Rule().Iifname("eth0").Jump("one"), "to one"));
        run("jump nowhere", B.AddRule(s_table, "nat", Rule().Jump("x")));
        run("jump to a base chain", B.AddRule(s_table, "one", Rule().Jump("nat")));
        run("loop", B.AddRule(s_table, "one", Rule().Jump("one")));
        run("a long way", LongWay());
        run("masquerade", B.AddRule(s_table, "one", Rule().Counter().Masquerade()));
        run("dnat where it goes out", B.AddRule(s_table, "one", Rule().L4Proto(6).Dnat(IPAddress.Parse("10.0.0.1"), 80)));
        run("redirect where it goes out", B.AddRule(s_table, "nat", Rule().L4Proto(6).Redirect(80)));
        run("reject where it goes out", B.AddRule(s_table, "nat", Rule().Reject()));
        run("fib where it goes out", B.AddRule(s_table, "nat", Rule().FibDaddrType(NftAddressType.Local).Accept()));
        run("filter", B.AddChain(new NftChain(s_table, "filter") { Hook = NftHook.Forward }));
        run("masquerade in a filter", B.AddRule(s_table, "filter", Rule().Masquerade()));
        run("jump to what masquerades", B.AddRule(s_table, "filter", Rule().Jump("one")));
        run("many", B.AddRule(s_table, "filter", Rule().CtState(NftConntrackState.Established).MarkSet(7).Accept(), "first")
            .InsertRule(s_table, "filter", Rule().Log("x").Drop(), "second"));
        run("before another", B.InsertRule(s_table, "filter", Rule().Accept(), "third", before: nft.GetRules(s_table, "filter")[1].Handle));
        run("before none", B.InsertRule(s_table, "filter", Rule().Accept(), before: 9999));
        run("rule away", B.DeleteRule(s_table, "filter", nft.GetRules(s_table, "filter")[0].Handle));
        run("rule not there", B.DeleteRule(s_table, "filter", 9999));
        run("chain in use", B.DeleteChain(s_table, "one"));
        run("chain with rules", B.DeleteChain(s_table, "filter"));
        run("flush", B.FlushChain(s_table, "nat"));
        run("flush what is empty", B.FlushChain(s_table, "nat"));
        run("flush what is not there", B.FlushChain(s_table, "x"));
        run("chain not in use", B.DeleteChain(s_table, "one"));
    }

    private static NftBatch LongWay()
    {
        var batch = B;
        for (var i = 0; i < 18; i++)
        {
            batch.AddChain(new NftChain(s_table, $"way{i}"));
        }

        for (var i = 0; i < 17; i++)
        {
            batch.AddRule(s_table, $"way{i}", Rule().Jump($"way{i + 1}"));
        }

        return batch.AddRule(s_table, "nat", Rule().Jump("way0"));
    }

    private static void Sets(Step run)
    {
        run("map", B.AddSet(s_portSet));
        run("map twice", B.AddSet(s_portSet));
        run("map of other data", B.AddSet(s_portSet with { Data = [NftDataType.Mark] }));
        run("as a set", B.AddSet(s_portSet with { Data = [] }));
        run("of other keys", B.AddSet(new NftSet(s_ports, NftDataType.Ipv4Address) { Data = [NftDataType.Ipv4Address] }));
        run("set not there", B.DeleteSet(s_table.Set("x")));
        run("verdicts", B.AddSet(new NftSet(s_verdicts, NftDataType.Ipv4Address) { Data = [NftDataType.Verdict] }));
        run("small set", B.AddSet(new NftSet(s_table.Set("small"), NftDataType.Mark) { Size = 2 }));
        run("lookup", B.AddRule(s_table, "nat", Rule().In("small", NftSelector.MetaMark).Accept()));
        run("lookup nowhere", B.AddRule(s_table, "nat", Rule().In("x", NftSelector.MetaMark).Accept()));
        run("lookup of a map as a set", B.AddRule(s_table, "nat", Rule().In("verdicts", NftSelector.IpSaddr).Accept()));
        run("lookup of a set as a map", B.AddRule(s_table, "nat", Rule().Vmap("small", NftSelector.MetaMark)));
        run("set in use", B.DeleteSet(s_table.Set("small")));
    }

    private static void Elements(Step run)
    {
        run("element", B.AddElement(s_ports, Port(80, "10.0.0.1", "a")));
        run("element twice", B.AddElement(s_ports, Port(80, "10.0.0.1", "b")));
        run("element twice, exclusive", B.AddElement(s_ports, Port(80, "10.0.0.1"), exclusive: true));
        run("element of other data", B.AddElement(s_ports, Port(80, "10.0.0.2")));
        run("one of many", B.AddElements(s_ports, [Port(81, "10.0.0.1"), Port(80, "10.0.0.2"), Port(82, "10.0.0.1")]));
        run("twice in a batch, exclusive", B.AddElements(s_ports, [Port(81, "10.0.0.1"), Port(81, "10.0.0.1")], exclusive: true));
        run("of a short key", B.AddElement(s_ports, new NftElement(NftKey.Of.Port(80), NftKey.Of.Address(IPAddress.Parse("10.0.0.1")))));
        run("of short data", B.AddElement(s_ports, new NftElement(Key(83), NftKey.Of.Port(80))));
        run("without data", B.AddElement(s_ports, new NftElement(Key(83))));
        run("a verdict for a value", B.AddElement(s_ports, new NftElement(Key(83), NftVerdict.Accept)));
        run("of no set", B.AddElement(s_table.Set("x"), Port(80, "10.0.0.1")));
        run("many", B.AddElements(s_ports, [Port(90, "10.0.0.1", "c"), Port(91, "10.0.0.1", "c")]));
        run("not there", B.DeleteElement(s_ports, Key(99)));
        run("one of many not there", B.DeleteElements(s_ports, [new(Key(90)), new(Key(99))]));
        run("away and there again", B.DeleteElement(s_ports, Key(90)).AddElement(s_ports, Port(90, "10.0.0.9", "d"), exclusive: true));
        run("away", B.DeleteElements(s_ports, [new(Key(90)), new(Key(91))]));
        var small = s_table.Set("small");
        run("full", B.AddElements(small, [new(NftKey.Of.Number(1)), new(NftKey.Of.Number(2))]));
        run("more than full", B.AddElement(small, new NftElement(NftKey.Of.Number(3))));
        run("data for a set", B.AddElement(small, new NftElement(NftKey.Of.Number(3), NftKey.Of.Port(1))));
        run("flush", B.FlushSet(small));
        run("flush what is empty", B.FlushSet(small));
    }

    private static void Ranges(NftSocket nft, Step run)
    {
        run("ranges", B.AddSet(new NftSet(s_ranges, NftDataType.Ipv4Address) { Flags = NftSetFlags.Interval }));
        run("range", B.AddElements(s_ranges, [Range("10.0.0.0", "10.0.1.0", "a"), Range("10.2.0.0", "10.3.0.0", "b")]));
        run("range twice", B.AddElement(s_ranges, Range("10.0.0.0", "10.0.1.0", "c")));
        run("range twice, exclusive", B.AddElement(s_ranges, Range("10.0.0.0", "10.0.1.0"), exclusive: true));
        run("range inside", B.AddElement(s_ranges, Range("10.2.5.0", "10.2.6.0")));
        run("range around", B.AddElement(s_ranges, Range("10.1.0.0", "10.4.0.0")));
        run("range across", B.AddElement(s_ranges, Range("10.2.9.0", "10.4.0.0")));
        run("range beside", B.AddElement(s_ranges, Range("10.3.0.0", "10.4.0.0")));
        run("range not there", B.DeleteElements(s_ranges, [Range("10.9.0.0", "10.9.1.0")]));
        run("range away", B.DeleteElements(s_ranges, [Range("10.2.0.0", "10.3.0.0")]));
        run("pairs", B.AddSet(new NftSet(s_pairs, NftDataType.Ipv4Address, NftDataType.InetService) { Flags = NftSetFlags.Interval }));
        run("pair", B.AddElement(s_pairs, Pair("10.0.0.1", 80, "10.0.0.9", 90, "a")));
        run("pair twice", B.AddElement(s_pairs, Pair("10.0.0.1", 80, "10.0.0.9", 90)));
        run("pair twice, exclusive", B.AddElement(s_pairs, Pair("10.0.0.1", 80, "10.0.0.9", 90), exclusive: true));
        run("pair inside", B.AddElement(s_pairs, Pair("10.0.0.2", 81, "10.0.0.3", 82)));
        run("pair beside in one field", B.AddElement(s_pairs, Pair("10.0.0.2", 91, "10.0.0.3", 92)));
        run("pair of the same start", B.DeleteElements(s_pairs, [Pair("10.0.0.1", 80, "10.0.0.9", 91)]));
        run("pair not there", B.DeleteElements(s_pairs, [Pair("10.0.0.1", 80, "10.0.0.9", 90)]));
        run($"one by its key {nft.FindElement(s_ports, Key(80))} {nft.FindElement(s_ports, Key(85))?.Key} {nft.FindElement(s_table.Set("x"), Key(80))}", B);
        run($"pair that holds a key {nft.FindElement(s_pairs, NftKey.Of.Address(IPAddress.Parse("10.0.0.2")).Port(91))?.Comment}", B);
    }

    private static void Uses(NftSocket nft, Step run)
    {
        run("leaf", B.AddChain(new NftChain(s_table, "leaf")).AddRule(s_table, "leaf", Rule().Masquerade())
            .AddRule(s_table, "nat", Rule().Vmap("verdicts", NftSelector.IpSaddr)));
        run("leads nowhere", B.AddElement(s_verdicts, Leads("10.0.0.1", NftVerdict.Goto("x"))));
        run("leads to a base chain", B.AddElement(s_verdicts, Leads("10.0.0.1", NftVerdict.Goto("nat"))));
        run("leads to the leaf", B.AddElements(s_verdicts, [Leads("10.0.0.1", NftVerdict.Goto("leaf")), Leads("10.0.0.2", NftVerdict.Goto("leaf"))]));
        run("leads elsewhere", B.AddElement(s_verdicts, Leads("10.0.0.1", NftVerdict.Drop)));
        run("leaf in use", B.DeleteChain(s_table, "leaf"));
        run("one less", B.DeleteElement(s_verdicts, NftKey.Of.Address(IPAddress.Parse("10.0.0.1"))));
        run("leaf still in use", B.DeleteChain(s_table, "leaf"));
        run("the last and the leaf", B.DeleteElement(s_verdicts, NftKey.Of.Address(IPAddress.Parse("10.0.0.2"))).DeleteChain(s_table, "leaf"));
        run("map in use", B.DeleteSet(s_verdicts));
        run("map and its rule", B.FlushChain(s_table, "nat").DeleteSet(s_verdicts));
        var generation = nft.GetGeneration();
        run("at the generation", B.AddElement(s_ports, Port(70, "10.0.0.7")), generation);
        run("at an old one", B.AddElement(s_ports, Port(71, "10.0.0.7")), generation);
        run("two refused", B.DeleteElement(s_ports, Key(98)).DeleteChain(s_table, "x"));
    }

    private static void Describe(List<string> lines, NftSocket nft)
    {
        foreach (var table in nft.GetTables())
        {
            lines.Add($"table {table} {nft.HasTable(table)}");
            foreach (var chain in nft.GetChains(table))
            {
                lines.Add($"chain {chain} {chain.Hook} {chain.Type} {chain.Priority} {chain.Policy} uses {chain.Uses} {chain.Comment} "
                    + $"{nft.FindChain(table, chain.Name) == chain}");
                lines.AddRange(nft.GetRules(table, chain.Name).Select((r, i) =>
                    $"{chain} rule {i} {string.Join(' ', r.Expressions)} to {r.LeadsTo} {r.Comment}"));
            }

            foreach (var set in nft.GetSets(table))
            {
                lines.Add($"set {set.Reference} {string.Join('.', set.Key)} : {string.Join('.', set.Data)} {set.Flags} size {set.Size} {set.Comment} "
                    + $"{nft.FindSet(set.Reference)?.Reference} empty {nft.IsEmpty(set.Reference)}");
                lines.AddRange(nft.GetElements(set.Reference)
                    .Select(e => $"{set.Reference} {Convert.ToHexString(e.Key.Bytes)} - {(e.KeyEnd is { } end ? Convert.ToHexString(end.Bytes) : "")} : {e.Data} {e.Comment}")
                    .Order(StringComparer.Ordinal));
            }
        }
    }

    private static NftKey Key(ushort port) => NftKey.Of.Protocol((byte)ProtocolType.Tcp).Port(port);

    private static NftElement Port(ushort port, string address, string? comment = null) =>
        new(Key(port), NftKey.Of.Address(IPAddress.Parse(address)), comment);

    private static NftElement Leads(string address, NftVerdict verdict) => new(NftKey.Of.Address(IPAddress.Parse(address)), verdict);

    private static NftElement Range(string from, string beyond, string? comment = null) =>
        new(NftKey.Of.Address(IPAddress.Parse(from)), Comment: comment) { KeyEnd = NftKey.Of.Address(IPAddress.Parse(beyond)) };

    private static NftElement Pair(string from, ushort fromPort, string to, ushort toPort, string? comment = null) =>
        new(NftKey.Of.Address(IPAddress.Parse(from)).Port(fromPort), Comment: comment)
        {
            KeyEnd = NftKey.Of.Address(IPAddress.Parse(to)).Port(toPort),
        };

    private delegate void Step(string what, NftBatch batch, uint? generation = null);
}
