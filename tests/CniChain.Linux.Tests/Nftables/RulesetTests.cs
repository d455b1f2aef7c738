using CniChain.Linux.Nftables;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Nftables;

/// <summary>Rulesets as the nft tool lists them and loads them again.</summary>
public sealed class RulesetTests
{
    [Fact]
    public void Commit_ExampleRuleset_IsListedAsAPersonWouldWriteIt()
    {
        using var ns = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);

        nft.Commit(ExampleRuleset.Create());
        nft.Commit(new NftBatch()
            .AddElement(ExampleRuleset.Ports4, ExampleRuleset.Published(6, 8080, "10.88.0.2", 80, "podnet ctr1 eth0"))
            .AddElement(ExampleRuleset.Sources4, new NftElement(Address("10.88.0.2"), NftVerdict.Jump(ExampleRuleset.Leaves), "podnet ctr1 eth0"))
            .AddElement(ExampleRuleset.Targets4, new NftElement(Address("10.88.0.2"), NftVerdict.Goto("hairpin")))
            .AddElement(ExampleRuleset.Guarded, new NftElement(NftKey.Of.InterfaceName("cni0"), Comment: new string('x', 127))));

        Assert.Equal(Listing, ns.Exec("nft list ruleset").ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Commit_ExampleRuleset_ListingLoadsAgain()
    {
        using var ns = TestNamespace.Create();
        using var other = TestNamespace.Create();
        using var nft = NftSocket.Open(ns.Namespace);
        nft.Commit(ExampleRuleset.Create());
        nft.Commit(new NftBatch().AddElement(ExampleRuleset.Ports4, ExampleRuleset.Published(17, 53, "10.88.0.9", 5353, "a b c")));
        var listing = ns.Exec("nft list ruleset");

        NftListing.Load(other, listing);

        Assert.Equal(listing, other.Exec("nft list ruleset"));
    }

    private static NftKey Address(string text) => NftKey.Of.Address(System.Net.IPAddress.Parse(text));

    private static string Listing { get; } =
        $$"""
        table inet example_masq {
        	map sources4 {
        		type ipv4_addr : verdict
        		comment "by source"
        		elements = { 10.88.0.2 comment "podnet ctr1 eth0" : jump leaves-10.88.0.0-16 }
        	}

        	map sources6 {
        		type ipv6_addr : verdict
        	}

        	chain postrouting {
        		type nat hook postrouting priority srcnat; policy accept;
        		ip daddr 224.0.0.0/4 return
        		ip6 daddr ff00::/8 return
        		ip saddr vmap @sources4
        		ip6 saddr vmap @sources6
        	}

        	chain leaves-10.88.0.0-16 {
        		comment "network podnet"
        		ip daddr 10.88.0.0/16 return
        		masquerade comment "network podnet"
        	}
        }
        table inet example_ports {
        	map ports4 {
        		type inet_proto . inet_service : ipv4_addr . inet_service
        		elements = { tcp . 8080 comment "podnet ctr1 eth0" : 10.88.0.2 . 80 }
        	}

        	map hostports4 {
        		type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service
        	}

        	map targets4 {
        		type ipv4_addr : verdict
        		elements = { 10.88.0.2 : goto hairpin }
        	}

        	map ports6 {
        		type inet_proto . inet_service : ipv6_addr . inet_service
        	}

        	map hostports6 {
        		type ipv6_addr . inet_proto . inet_service : ipv6_addr . inet_service
        	}

        	map targets6 {
        		type ipv6_addr : verdict
        	}

        	set guarded {
        		type ifname
        		elements = { "cni0" comment "{{new string('x', 127)}}" }
        	}

        	chain prerouting {
        		type nat hook prerouting priority dstnat; policy accept;
        		fib daddr type local jump published
        	}

        	chain output {
        		type nat hook output priority -100; policy accept;
        		fib daddr type local jump published
        	}

        	chain postrouting {
        		type nat hook postrouting priority srcnat; policy accept;
        		ct status dnat ip daddr vmap @targets4
        		ct status dnat ip6 daddr vmap @targets6
        	}

        	chain guard {
        		type filter hook prerouting priority raw; policy accept;
        		iifname @guarded ip daddr 127.0.0.0/8 drop
        	}

        	chain published {
        		dnat ip to ip daddr . meta l4proto . th dport map @hostports4
        		dnat ip to meta l4proto . th dport map @ports4
        		dnat ip6 to ip6 daddr . meta l4proto . th dport map @hostports6
        		dnat ip6 to meta l4proto . th dport map @ports6
        	}

        	chain hairpin {
        		masquerade
        	}
        }

        """;
}
