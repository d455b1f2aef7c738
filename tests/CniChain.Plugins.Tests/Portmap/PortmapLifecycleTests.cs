namespace CniChain.Plugins.Tests.Portmap;

/// <summary>What is in the kernel after each verb.</summary>
public sealed class PortmapLifecycleTests
{
    private const string Web = """{"hostPort":8080,"containerPort":80}""";
    private const string All =
        """
        {"hostPort":8080,"containerPort":80},
        {"hostPort":"9000-9002","containerPort":"100-102","protocol":"udp"},
        {"hostPort":7000,"containerPort":7,"protocol":"sctp","hostIP":"192.0.2.1"},
        {"hostPort":7000,"containerPort":7,"hostIP":"2001:db8::1"}
        """;

    [Fact]
    public void Add_WithoutMappings_ReturnsPrevResultAndTouchesNothing()
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        Assert.Same(web.PrevResult, web.Add(""));
        Assert.Equal("", node.Ruleset());
        web.Check("");
    }

    [Fact]
    public void Add_ThenDel_LeavesTheNodeAsItWas()
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        Assert.Same(web.PrevResult, web.Add(All));
        var ruleset = node.Ruleset();
        Assert.Contains("tcp . 8080 comment \"podnet/c2/eth0\" : 10.88.0.2 . 80", ruleset, StringComparison.Ordinal);
        Assert.Contains("192.0.2.1 . sctp . 7000 comment \"podnet/c2/eth0\" : 10.88.0.2 . 7", ruleset, StringComparison.Ordinal);
        Assert.Contains("2001:db8::1 . tcp . 7000 comment \"podnet/c2/eth0\" : fd00:88::2 . 7", ruleset, StringComparison.Ordinal);
        Assert.True(node.RouteLocalnet("cni0"));
        web.Check(All);
        web.Del(All);
        Assert.Equal("", node.Ruleset());
        Assert.False(node.RouteLocalnet("cni0"));
    }

    [Fact]
    public void Ruleset_AsListed_CanBeLoadedAgain()
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        web.Add(
            All,
            """
            "markMasqBit": 13,
            "conditionsV4": ["ip saddr != {192.0.2.0/25, 192.0.2.200} iifname {a, b} tcp dport 1-9"],
            "conditionsV6": ["ip6 saddr 2001:db8::/32 udp dport != 53 meta mark != 7"]
            """);
        var listed = node.Ruleset();
        node.Node.Shell("nft list ruleset > /dev/shm/$$; nft flush ruleset; nft -f /dev/shm/$$; rm /dev/shm/$$");
        Assert.Equal(listed, node.Ruleset());
    }

    [Fact]
    public void Ruleset_IsAsTheReadmeShowsIt()
    {
        using var node = PortmapNode.Create();
        node.AddContainer(2).Add(Web);
        var readme = File.ReadAllText(Path.Combine(CniChain.Testing.RepositoryPaths.Root, "plugins/Portmap/README.md"));
        Assert.Contains(node.Ruleset().Trim().ReplaceLineEndings("\n"), readme.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Del_Again_AndWithNothingKnown_IsFine()
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        web.Del(All);
        web.DelWithoutPrevResult(All);
        web.DelWithoutPrevResult("");
        web.Add(All);
        web.Del(All);
        web.Del(All);
        Assert.Equal("", node.Ruleset());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Del_WithoutPrevResultOrMappings_FindsTheElements(bool mappings, bool prevResult)
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        var other = node.AddContainer(3);
        var gates = """  "conditionsV4": ["iifname up0"]  """;
        web.Add(All, gates);
        other.Add("""{"hostPort":8081,"containerPort":80}""");
        var before = node.Ruleset();
        Assert.Contains("podnet/c2/eth0", before, StringComparison.Ordinal);
        if (prevResult)
        {
            web.Del(mappings ? All : "");
        }
        else
        {
            web.DelWithoutPrevResult(mappings ? All : "");
        }

        Assert.DoesNotContain("podnet/c2/eth0", node.Ruleset(), StringComparison.Ordinal);
        Assert.DoesNotContain("conditions4-", node.Ruleset(), StringComparison.Ordinal);
        other.Check("""{"hostPort":8081,"containerPort":80}""");
        other.Del("""{"hostPort":8081,"containerPort":80}""");
        Assert.Equal("", node.Ruleset());
    }

    [Fact]
    public void Del_WithAConfigurationThatIsNotValid_FindsTheElements()
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        web.Add(Web);
        web.Del("""{"hostPort":"x","containerPort":80}""", "\"backend\": \"iptables\"");
        Assert.Equal("", node.Ruleset());
        Assert.Contains(node.Log.Lines, line => line.Contains("is \"x\"; give a port", StringComparison.Ordinal));
    }

    [Fact]
    public void Add_Again_IsTheSame()
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        web.Add(All);
        var once = node.Ruleset();
        web.Add(All);
        Assert.Equal(once, node.Ruleset());
    }

    [Fact]
    public void Add_AgainWithOthers_ReplacesTheFirst()
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        web.Add(All);
        web.Add("""{"hostPort":8080,"containerPort":81}""");
        web.Check("""{"hostPort":8080,"containerPort":81}""");
        Assert.DoesNotContain("9000", node.Ruleset(), StringComparison.Ordinal);
        web.Del("""{"hostPort":8080,"containerPort":81}""");
        Assert.Equal("", node.Ruleset());
    }

    [Fact]
    public void Add_PortOfAnother_NamesTheHolderAndLeavesNothing()
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        web.Add(Web);
        var before = node.Ruleset();
        var late = node.AddContainer(3);
        var e = late.AddFails($$"""{"hostPort":8081,"containerPort":80},{{Web}}""", network: "other");
        Assert.Equal(CniErrorCode.TryAgainLater, e.Code);
        Assert.Contains("host port tcp/8080 is already published by attachment podnet/c2/eth0", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, node.Ruleset());
        late.Del($$"""{"hostPort":8081,"containerPort":80},{{Web}}""", network: "other");
        Assert.Equal(before, node.Ruleset());
        web.Check(Web);
    }

    [Fact]
    public void Add_OnASecondNetwork_LeavesThePortsWithTheFirst()
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        web.Add(Web);
        var before = node.Ruleset();
        web.Add(Web, network: "second");
        Assert.Equal(before, node.Ruleset());
        web.Check(Web, network: "second");
        web.Del(Web, network: "second");
        Assert.Equal(before, node.Ruleset());
        web.Del(Web);
        Assert.Equal("", node.Ruleset());
    }

    [Fact]
    public void Add_AtAnAddressSomebodyLeftBehind_TakesItOver()
    {
        using var node = PortmapNode.Create();
        var gone = node.AddContainer(2, "gone");
        gone.Add("""{"hostPort":8081,"containerPort":80}""");
        var web = node.AddContainer(2, "web");
        web.Add(Web);
        Assert.Contains("10.88.0.2 comment \"podnet/web/eth0\" : goto", node.Ruleset(), StringComparison.Ordinal);
        gone.Del("""{"hostPort":8081,"containerPort":80}""");
        web.Check(Web);
        web.Del(Web);
        Assert.Equal("", node.Ruleset());
    }

    [Fact]
    public void Add_4096Ports_GoThroughTogether()
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        const string Many = """{"hostPort":"10000-14095","containerPort":10000}""";
        web.Add(Many);
        web.Check(Many);
        web.Del(Many);
        Assert.Equal("", node.Ruleset());
    }

    [Fact]
    public void RouteLocalnet_OnBefore_StaysOn()
    {
        using var node = PortmapNode.Create();
        node.Node.Exec("sysctl -qw net.ipv4.conf.cni0.route_localnet=1");
        var web = node.AddContainer(2);
        web.Add(Web);
        web.Del(Web);
        Assert.True(node.RouteLocalnet("cni0"));
    }

    [Theory]
    [InlineData("nft delete element inet cnichain_ports ports4 { tcp . 8080 }", "tcp . 8080 is missing in the nftables map inet cnichain_ports ports4")]
    [InlineData("nft flush chain inet cnichain_ports published", "chain inet cnichain_ports published were changed")]
    [InlineData("nft insert rule inet cnichain_ports guard accept", "chain inet cnichain_ports guard were changed")]
    [InlineData("nft delete element inet cnichain_ports guarded { cni0 }", "cni0 is missing in the nftables set")]
    [InlineData("nft delete table inet cnichain_ports", "the nftables chain inet cnichain_ports postrouting is missing")]
    [InlineData("sysctl -qw net.ipv4.conf.cni0.route_localnet=0", "net.ipv4.conf.cni0.route_localnet is off")]
    [InlineData("nft flush map inet cnichain_ports targets6", "fd00:88::2 is missing in the nftables map inet cnichain_ports targets6")]
    public void Check_SomethingGone_SaysWhat(string command, string expected)
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        web.Add(Web);
        web.Check(Web);
        node.Node.Exec(command);
        Assert.Contains(expected, web.CheckFails(Web).Message, StringComparison.Ordinal);

        // Whatever was wrong is right after the next ADD, and gone after DEL.
        web.Add(Web);
        if (!command.Contains("chain", StringComparison.Ordinal) && !command.Contains("guard", StringComparison.Ordinal))
        {
            web.Check(Web);
        }

        web.Del(Web);
        Assert.Equal("", node.Ruleset());
    }

    [Fact]
    public void Check_LeadingElsewhere_SaysWhere()
    {
        using var node = PortmapNode.Create();
        var web = node.AddContainer(2);
        web.Add(Web);
        Assert.Contains(
            "leads to 10.88.0.2 . 80 instead of 10.88.0.2 . 81",
            web.CheckFails("""{"hostPort":8080,"containerPort":81}""").Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Gc_RemovesWhatIsNotValid_OfThisNetworkAlone()
    {
        using var node = PortmapNode.Create();
        var kept = node.AddContainer(2);
        var lost = node.AddContainer(3);
        var foreign = node.AddContainer(4);
        kept.Add(Web);
        lost.Add("""{"hostPort":8081,"containerPort":80}""");
        foreign.Add("""{"hostPort":8082,"containerPort":80}""", network: "podnet2");
        node.Gc("podnet", new Attachment("podnet", "c2", "eth0"));
        kept.Check(Web);
        foreign.Check("""{"hostPort":8082,"containerPort":80}""", network: "podnet2");
        Assert.DoesNotContain("podnet/c3/eth0", node.Ruleset(), StringComparison.Ordinal);
        node.Gc("podnet");
        node.Gc("podnet2");
        Assert.Equal("", node.Ruleset());
        node.Gc("podnet");
    }

    [Fact]
    public void Status_OnAKernelThatCan_IsReadyAndLeavesNothing()
    {
        using var node = PortmapNode.Create();
        node.Status();
        Assert.Equal("", node.Ruleset());
        node.AddContainer(2).Add(Web);
        var before = node.Ruleset();
        node.Status();
        Assert.Equal(before, node.Ruleset());
    }
}
