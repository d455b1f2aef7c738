using CniChain.Linux.Nftables;

namespace CniChain.Plugins.Tests.Bridge;

public sealed class BridgeStatusTests
{
    private const string Rules = "\"isGateway\": true, \"ipMasq\": true, \"macspoofchk\": true";

    [Fact]
    public async Task Status_KernelThatCan_IsReady_AndNothingIsLeft()
    {
        using var node = BridgeNode.Create();

        await StatusAsync(node, Rules);

        Assert.Equal("", node.Ruleset());
        Assert.Empty(node.HostLinks());
    }

    [Fact]
    public async Task Status_AskedAgain_TakesTheKernelsWordForAWhile()
    {
        using var node = BridgeNode.Create();
        using var nft = NftSocket.Open(node.Host.Namespace);
        var before = nft.GetGeneration();
        await StatusAsync(node, Rules);
        var tried = nft.GetGeneration();

        await StatusAsync(node, Rules);

        Assert.Equal((before + 2, tried), (tried, nft.GetGeneration()));
    }

    [Fact]
    [Trait("Kernel", "vlan")]
    public async Task Status_KernelWithoutNat_IsNotReadyForMasqueradingAlone()
    {
        using var node = BridgeNode.Create();
        var nat = node.Host.Run(["nft", "table inet t { chain c { type nat hook postrouting priority srcnat; } ; }"]);
        Assert.SkipWhen(nat.ExitCode == 0, "this kernel has nf_tables with NAT; eng/other-kernel.sh runs one without");
        await StatusAsync(node, "\"isGateway\": true");

        var e = await Assert.ThrowsAsync<CniException>(() => StatusAsync(node, "\"isGateway\": true, \"ipMasq\": true"));

        Assert.Equal(CniErrorCode.PluginNotAvailable, e.Code);
        Assert.Contains("\"ipMasq\" needs nftables rules that this host's kernel does not take", e.Message, StringComparison.Ordinal);
        Assert.Contains("nft_chain_nat", e.Message, StringComparison.Ordinal);
        Assert.Equal("", node.Ruleset());
    }

    [Fact]
    public async Task Status_AnotherLinkOfTheName_IsNotReady()
    {
        using var node = BridgeNode.Create();
        node.Host.Shell("ip link add cni0 type veth peer name other");

        var e = await Assert.ThrowsAsync<CniException>(() => StatusAsync(node, "\"bridge\": \"cni0\""));

        Assert.Equal(CniErrorCode.PluginNotAvailable, e.Code);
        Assert.Contains("\"bridge\" is \"cni0\", which is a link of kind veth", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_IpamIsNot_PassesItsErrorOn()
    {
        using var node = BridgeNode.Create();
        var ipam = new FakeIpam { Failure = new CniException(CniErrorCode.PluginNotAvailableDegraded, "the pool is empty") };
        var call = node.Call(CniVerb.Status, null, Rules, ipam);

        var e = await Assert.ThrowsAsync<CniException>(() => node.Plugin.StatusAsync(call, TestContext.Current.CancellationToken));

        Assert.Equal(CniErrorCode.PluginNotAvailableDegraded, e.Code);
    }

    private static Task StatusAsync(BridgeNode node, string keys) => node.Plugin.StatusAsync(
        node.Call(CniVerb.Status, null, keys, FakeIpam.Giving("10.88.0.2/24")), TestContext.Current.CancellationToken);
}
