using System.Net;
using CniChain.Examples.Dscp;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using CniChain.Plugins.Bridge;
using CniChain.Plugins.Portmap;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Testing;

/// <summary>Plugins that use nf_tables on the fake kernel: none of these tests needs root or a namespace.</summary>
public sealed class FakeNetfilterTests : IDisposable
{
    private const string Masquerade = """{ "bridge": "cni0", "isGateway": true, "ipMasq": true, "macspoofchk": true, "hairpinMode": true }""";
    private const string Published = """
        { "type": "portmap", "runtimeConfig": { "portMappings": [
            { "hostPort": 8080, "containerPort": 80, "protocol": "tcp" },
            { "hostPort": 5353, "containerPort": 53, "protocol": "udp" } ] } }
        """;

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory();
    private readonly FakeKernel _kernel = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BridgeAndPortmap_AddCheckDel_LeaveNothingBehind()
    {
        var container = _kernel.AddNamespace();
        var (bridge, portmap) = (new BridgePlugin(), new PortmapPlugin());
        var call = Call(Masquerade, container) with { Ipam = FakeIpam.Giving("10.88.0.2/24", "fd00:88::2/64") };

        var attached = await bridge.AddAsync(call.ToContext(), Token);
        var mapping = call with { Config = Published, PrevResult = attached };
        var result = await portmap.AddAsync(mapping.ToContext(), Token);
        await bridge.CheckAsync((call with { Verb = CniVerb.Check, PrevResult = result }).ToContext(), Token);
        await portmap.CheckAsync((mapping with { Verb = CniVerb.Check, PrevResult = result }).ToContext(), Token);

        using var nft = NftSocket.Open(_kernel.Host.Namespace);
        var elements = Elements(nft);
        var published = elements.Where(e => e.Key == NftKey.Of.Protocol(6).Port(8080)).ToList();
        Assert.Equal(2, published.Count);
        Assert.All(published, e => Assert.Contains("container1", e.Comment, StringComparison.Ordinal));
        Assert.Equal("1", _kernel.Host.Sysctls["net/ipv4/ip_forward"]);
        await portmap.DelAsync((mapping with { Verb = CniVerb.Del, PrevResult = result }).ToContext(), Token);
        await bridge.DelAsync((call with { Verb = CniVerb.Del, PrevResult = result }).ToContext(), Token);
        await bridge.DelAsync((call with { Verb = CniVerb.Del, PrevResult = result, NetnsIsGone = true }).ToContext(), Token);
        Assert.DoesNotContain(Elements(nft), e => e.Comment?.Contains("container1", StringComparison.Ordinal) == true);
        Assert.DoesNotContain(_kernel.Host.Links, l => l.Kind == "veth");
    }

    [Fact]
    public async Task Portmap_PortOfAnother_IsRefusedAndItsOwnUndone()
    {
        var (first, second) = (await AttachAsync("container1", "10.88.0.2/24"), await AttachAsync("container2", "10.88.0.3/24"));
        var portmap = new PortmapPlugin();
        await portmap.AddAsync(first.ToContext(), Token);

        var error = await Assert.ThrowsAsync<CniException>(() => portmap.AddAsync(second.ToContext(), Token));

        Assert.Contains("8080", error.Message, StringComparison.Ordinal);
        using var nft = NftSocket.Open();
        Assert.DoesNotContain(Elements(nft), e => e.Data?.ToString().Contains("10.88.0.3", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Portmap_BatchRefusedByTheKernel_FailsAndChangesNothing()
    {
        var call = await AttachAsync("container1", "10.88.0.2/24");
        using var nft = NftSocket.Open();
        var before = nft.GetGeneration();
        _kernel.Refuse("NFT_MSG_NEWSETELEM", 12);

        await Assert.ThrowsAnyAsync<Exception>(() => new PortmapPlugin().AddAsync(call.ToContext(), Token));

        Assert.Equal(before, nft.GetGeneration());
        Assert.Contains(_kernel.Requests, r => r is { Type: "NFT_MSG_NEWSETELEM", Errno: 12 });
        Assert.Contains(_kernel.Requests, r => r is { Type: "NFT_MSG_NEWTABLE", Errno: 125 });
    }

    [Fact]
    public async Task Dscp_AddCheckDel_MakesTheRuleAndRemovesIt()
    {
        var attached = await AttachAsync("container1", "10.88.0.2/24");
        var call = attached with { Config = """{ "type": "dscp", "default": "ef" }""" };
        var dscp = new DscpPlugin();

        await dscp.AddAsync(call.ToContext(), Token);
        await dscp.CheckAsync((call with { Verb = CniVerb.Check }).ToContext(), Token);

        using var nft = NftSocket.Open();
        Assert.Contains(Elements(nft), e => e.Key == NftKey.Of.Address(IPAddress.Parse("10.88.0.2")) && e.Comment == "testnet/container1/eth0");
        await dscp.DelAsync((call with { Verb = CniVerb.Del }).ToContext(), Token);
        Assert.DoesNotContain(nft.GetTables(), t => t.Name == "cnichain_dscp");
    }

    [Fact]
    public void WhatIsNotPlayed_IsRefusedInWordsThatSaySo()
    {
        using var nft = NftSocket.Open();
        var table = new NftTable(NftFamily.Inet, "t");
        nft.Commit(new NftBatch().AddTable(table));

        var timeout = Assert.Throws<NetlinkException>(() => nft.Commit(new NftBatch()
            .AddSet(new NftSet(table.Set("s"), NftDataType.Mark) { Flags = NftSetFlags.Timeout })));
        var netdev = Assert.Throws<NetlinkException>(() => nft.Commit(new NftBatch().AddTable(new NftTable(NftFamily.Netdev, "n"))));

        Assert.Equal(["EOPNOTSUPP", "EOPNOTSUPP"], [timeout.ErrnoName, netdev.ErrnoName]);
        Assert.Contains("the fake kernel does not play", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("the fake kernel does not play", netdev.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _kernel.Dispose();
        _state.Delete(recursive: true);
    }

    private static List<NftElement> Elements(NftSocket nft) =>
        [.. nft.GetTables().SelectMany(nft.GetSets).SelectMany(set => nft.GetElements(set.Reference))];

    private FakeCall Call(string config, FakeNamespace container) =>
        new() { Kernel = _kernel, Netns = container.Namespace, Config = config, StateDirectory = _state.FullName };

    /// <summary>A container on the bridge, and the call of portmap for it.</summary>
    private async Task<FakeCall> AttachAsync(string id, string address)
    {
        var call = Call("""{ "bridge": "cni0", "isGateway": true }""", _kernel.AddNamespace()) with
        {
            ContainerId = id,
            Ipam = FakeIpam.Giving(address),
        };
        return call with { Config = Published, PrevResult = await new BridgePlugin().AddAsync(call.ToContext(), Token) };
    }
}
