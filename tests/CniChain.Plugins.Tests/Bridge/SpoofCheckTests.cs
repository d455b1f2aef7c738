namespace CniChain.Plugins.Tests.Bridge;

public sealed class SpoofCheckTests
{
    private const string Guarded = "\"isDefaultGateway\": true, \"macspoofchk\": true, \"ipam\": {\"type\": \"fake\"}";

    [Fact]
    public async Task Add_MacSpoofCheck_DropsForeignSenders()
    {
        using var node = BridgeNode.Create();
        var (honest, spoofer) = (node.NewContainer(), node.NewContainer());
        await node.AddAsync(honest, Guarded, FakeIpam.Giving("10.88.0.2/24"), "c1");
        await node.AddAsync(spoofer, Guarded, FakeIpam.Giving("10.88.0.3/24"), "c2");
        spoofer.Exec("ping -c 1 -w 30 10.88.0.2");

        spoofer.Exec("ip link set eth0 address 02:00:00:00:00:66");

        Assert.NotEqual(0, spoofer.TryExec("ping -c 1 -W 1 10.88.0.2").ExitCode);
        honest.Exec("ping -c 1 -w 30 10.88.0.1");
    }

    [Fact]
    public async Task Add_Unguarded_IsNotTouched()
    {
        using var node = BridgeNode.Create();
        var (guarded, free) = (node.NewContainer(), node.NewContainer());
        await node.AddAsync(guarded, Guarded, FakeIpam.Giving("10.88.0.2/24"), "c1");
        await node.AddAsync(free, "\"isDefaultGateway\": true, \"ipam\": {\"type\": \"fake\"}", FakeIpam.Giving("10.88.0.3/24"), "c2");

        free.Exec("ip link set eth0 address 02:00:00:00:00:66");

        free.Exec("ping -c 1 -w 30 10.88.0.2");
    }

    [Fact]
    public async Task Add_Ruleset_ReadsAsAPersonWouldHaveWrittenIt()
    {
        using var node = BridgeNode.Create();

        var result = await node.AddAsync(node.NewContainer(), Guarded, FakeIpam.Giving("10.88.0.2/24"));

        var ruleset = node.Ruleset();
        Assert.Contains("type filter hook prerouting priority dstnat; policy accept;", ruleset, StringComparison.Ordinal);
        Assert.Contains("iifname @guarded iifname . ether saddr != @allowed drop", ruleset, StringComparison.Ordinal);
        Assert.Contains($"\"{result.Interfaces[1].Name}\" . {result.Interfaces[2].Mac} comment \"testnet/c1/eth0\"", ruleset, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("with", "c1")]
    [InlineData("without", "c1")]
    [InlineData("changed", "c1")]
    public async Task Del_LastContainer_LeavesNoRuleset(string prevResult, string id)
    {
        using var node = BridgeNode.Create();
        var ipam = FakeIpam.Giving("10.88.0.2/24");
        var result = await node.AddAsync(node.NewContainer(), Guarded, ipam, id);
        var changed = result with { Interfaces = [result.Interfaces[0], result.Interfaces[1], result.Interfaces[2] with { Mac = "02:00:00:00:00:77" }] };

        await node.DelAsync(null, Guarded, ipam, prevResult switch { "with" => result, "changed" => changed, _ => null }, id);

        Assert.Empty(node.Ruleset());
    }

    [Fact]
    public async Task Del_OneOfTwo_KeepsTheOthersCheck()
    {
        using var node = BridgeNode.Create();
        var ipam = FakeIpam.Giving("10.88.0.2/24");
        var first = await node.AddAsync(node.NewContainer(), Guarded, ipam, "c1");
        var second = await node.AddAsync(node.NewContainer(), Guarded, FakeIpam.Giving("10.88.0.3/24"), "c2");

        await node.DelAsync(null, Guarded, ipam, first, "c1");

        Assert.DoesNotContain(first.Interfaces[1].Name, node.Ruleset(), StringComparison.Ordinal);
        Assert.Contains(second.Interfaces[1].Name, node.Ruleset(), StringComparison.Ordinal);
        await node.GcAsync(Guarded, ipam);
        Assert.Empty(node.Ruleset());
    }
}
