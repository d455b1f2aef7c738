using System.Net;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Nftables;

/// <summary>What the kernel refuses, and that it then has done nothing.</summary>
public sealed class TransactionTests
{
    private static readonly NftTable s_table = new(NftFamily.Inet, "t");
    private static readonly NftSetRef s_ports = s_table.Set("ports");
    private static readonly NftSetRef s_verdicts = s_table.Set("verdicts");

    [Fact]
    public void Commit_ElementThatExists_Exclusive_IsEexistAndNamesIt()
    {
        using var ns = TestNamespace.Create();
        using var nft = Open(ns);
        nft.Commit(new NftBatch().AddElement(s_ports, Port(8080, "10.88.0.2"), exclusive: true));

        var batch = new NftBatch().AddElement(s_ports, Port(8081, "10.88.0.3")).AddElement(s_ports, Port(8080, "10.88.0.3"), exclusive: true);
        var error = Assert.Throws<NetlinkException>(() => nft.Commit(batch));

        Assert.Equal("EEXIST", error.ErrnoName);
        Assert.StartsWith("add element inet t ports tcp . 8080: File exists (EEXIST)", error.Message, StringComparison.Ordinal);
        Assert.Null(nft.FindElement(s_ports, Key(8081)));
    }

    [Fact]
    public void Commit_OneOfManyElementsExists_NamesThatOne()
    {
        using var ns = TestNamespace.Create();
        using var nft = Open(ns);
        nft.Commit(new NftBatch().AddElement(s_ports, Port(7, "10.88.0.2")));
        NftElement[] elements = [.. Enumerable.Range(1, 2000).Select(i => Port((ushort)i, "10.88.0.3", new string('o', 100)))];

        Assert.False(nft.TryCommit(new NftBatch().AddElements(s_ports, elements, exclusive: true), out var error));

        Assert.StartsWith("add element inet t ports tcp . 7: File exists", error.Message, StringComparison.Ordinal);
        Assert.Single(nft.GetElements(s_ports));
    }

    [Fact]
    public void Commit_DeleteAbsentElement_IsEnoentAndNamesIt()
    {
        using var ns = TestNamespace.Create();
        using var nft = Open(ns);

        Assert.False(nft.TryCommit(new NftBatch().DeleteElement(s_ports, Key(9)), out var error));

        Assert.StartsWith("delete element inet t ports tcp . 9: No such file or directory (ENOENT)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_AtAnotherGeneration_IsErestartAndDoesNothing()
    {
        using var ns = TestNamespace.Create();
        using var nft = Open(ns);
        var before = nft.GetGeneration();
        nft.Commit(new NftBatch().AddElement(s_ports, Port(1, "10.88.0.2")), before);

        Assert.False(nft.TryCommit(new NftBatch().AddElement(s_ports, Port(2, "10.88.0.2")), out var error, before));

        Assert.Equal("ERESTART", error.ErrnoName);
        Assert.Null(nft.FindElement(s_ports, Key(2)));
        Assert.NotEqual(before, nft.GetGeneration());

        // The socket is in step again: nothing of the refused batch's answers is left over.
        nft.Commit(new NftBatch().AddElement(s_ports, Port(2, "10.88.0.2")), nft.GetGeneration());
        Assert.NotNull(nft.FindElement(s_ports, Key(2)));
    }

    [Fact]
    public void DeleteChain_WhileAVerdictMapPointsToIt_IsEbusy()
    {
        using var ns = TestNamespace.Create();
        using var nft = Open(ns);
        var (first, second) = (Address("10.88.0.2"), Address("10.88.0.3"));
        nft.Commit(new NftBatch()
            .AddChain(new NftChain(s_table, "leaves"))
            .AddRule(s_table, "leaves", new NftRuleBuilder(NftFamily.Inet).Counter())
            .AddElements(s_verdicts, [new(first, NftVerdict.Jump("leaves")), new(second, NftVerdict.Jump("leaves"))]));

        Assert.False(nft.TryCommit(Leave(first), out var error));
        Assert.Equal("EBUSY", error.ErrnoName);
        Assert.StartsWith("delete chain inet t leaves: ", error.Message, StringComparison.Ordinal);
        Assert.NotNull(nft.FindElement(s_verdicts, first));

        nft.Commit(new NftBatch().DeleteElement(s_verdicts, first));
        nft.Commit(Leave(second));
        Assert.Null(nft.FindChain(s_table, "leaves"));
    }

    [Fact]
    public void DeleteChain_WhileARuleJumpsToIt_IsEbusy()
    {
        using var ns = TestNamespace.Create();
        using var nft = Open(ns);
        nft.Commit(new NftBatch()
            .AddChain(new NftChain(s_table, "from"))
            .AddChain(new NftChain(s_table, "to"))
            .AddRule(s_table, "from", new NftRuleBuilder(NftFamily.Inet).Jump("to")));

        Assert.False(nft.TryCommit(new NftBatch().DeleteChain(s_table, "to"), out var error));

        Assert.Equal("EBUSY", error.ErrnoName);
    }

    [Fact]
    public void Commit_RuleInAbsentChain_NamesRuleAndChain()
    {
        using var ns = TestNamespace.Create();
        using var nft = Open(ns);

        var batch = new NftBatch().AddTable(s_table).AddRule(s_table, "nowhere", new NftRuleBuilder(NftFamily.Inet).Drop());
        var error = Assert.Throws<NetlinkException>(() => nft.Commit(batch));

        Assert.StartsWith("add rule inet t nowhere: No such file or directory (ENOENT)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_JumpInCircles_IsRefused()
    {
        using var ns = TestNamespace.Create();
        using var nft = Open(ns);

        var batch = new NftBatch()
            .AddChain(new NftChain(s_table, "a") { Hook = NftHook.Input })
            .AddChain(new NftChain(s_table, "b"))
            .AddRule(s_table, "a", new NftRuleBuilder(NftFamily.Inet).Jump("b"))
            .AddRule(s_table, "b", new NftRuleBuilder(NftFamily.Inet).Jump("b"));

        Assert.False(nft.TryCommit(batch, out var error));
        Assert.True(error.ErrnoName is "ELOOP" or "EMLINK", error.Message);
        Assert.Null(nft.FindChain(s_table, "a"));
    }

    [Fact]
    public void AddElement_EqualData_IsNoErrorUnlessExclusive()
    {
        using var ns = TestNamespace.Create();
        using var nft = Open(ns);
        nft.Commit(new NftBatch().AddElement(s_ports, Port(1, "10.88.0.2", "first")));

        nft.Commit(new NftBatch().AddElement(s_ports, Port(1, "10.88.0.2", "second")));

        Assert.Equal("first", nft.FindElement(s_ports, Key(1))!.Comment);
        Assert.False(nft.TryCommit(new NftBatch().AddElement(s_ports, Port(1, "10.88.0.9")), out var error));
        Assert.Equal("EEXIST", error.ErrnoName);
    }

    [Fact]
    public void Commit_Twice_ChangesNothingTheSecondTime()
    {
        using var ns = TestNamespace.Create();
        using var nft = Open(ns);
        var before = ns.Exec("nft list ruleset");

        nft.Commit(Definitions());

        Assert.Equal(before, ns.Exec("nft list ruleset"));
    }

    private static NftBatch Leave(NftKey source) => new NftBatch().DeleteElement(s_verdicts, source).DeleteChain(s_table, "leaves");

    private static NftSocket Open(TestNamespace ns)
    {
        var nft = NftSocket.Open(ns.Namespace);
        nft.Commit(Definitions());
        return nft;
    }

    private static NftBatch Definitions() => new NftBatch()
        .AddTable(s_table)
        .AddSet(new NftSet(s_ports, NftDataType.InetProtocol, NftDataType.InetService)
        {
            Data = [NftDataType.Ipv4Address, NftDataType.InetService],
        })
        .AddSet(new NftSet(s_verdicts, NftDataType.Ipv4Address) { Data = [NftDataType.Verdict] });

    private static NftKey Address(string text) => NftKey.Of.Address(IPAddress.Parse(text));

    private static NftKey Key(ushort port) => NftKey.Of.Protocol(6).Port(port);

    private static NftElement Port(ushort port, string address, string? owner = null) => new(Key(port), Address(address).Port(80), owner);
}
