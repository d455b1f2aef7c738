using System.Text.Json;

namespace CniChain.Plugins.Tests.Bridge;

public sealed class BridgeVlanTests
{
    private const string Ipam = "\"ipam\": {\"type\": \"fake\"}";

    [Trait("Kernel", "vlan")]
    [Theory]
    [InlineData("", "1:Egress Untagged", "100:PVID,Egress Untagged")]
    [InlineData(", \"preserveDefaultVlan\": true", "1:Egress Untagged", "100:PVID,Egress Untagged")]
    [InlineData(", \"preserveDefaultVlan\": false", "100:PVID,Egress Untagged")]
    public async Task Add_Vlan_IsUntaggedOnThePort(string keys, params string[] expected)
    {
        using var node = CreateNode();

        var result = await node.AddAsync(
            node.NewContainer(), "\"vlan\": 100" + keys, FakeIpam.None());

        Assert.Equal(expected, Vlans(node, result.Interfaces[1].Name));
        Assert.Equal(1, node.HostLink("cni0").GetProperty("linkinfo").GetProperty("info_data").GetProperty("vlan_filtering").GetInt32());
    }

    [Trait("Kernel", "vlan")]
    [Fact]
    public async Task Add_VlanAndTrunk_AreUntaggedAndTagged()
    {
        using var node = CreateNode();
        var container = node.NewContainer();
        const string keys = "\"vlan\": 105, \"preserveDefaultVlan\": false, \"vlanTrunk\": [{\"minID\": 104, \"maxID\": 106}, {\"id\": 300}]";

        var result = await node.AddAsync(container, keys, FakeIpam.None());

        Assert.Equal(["104:", "105:PVID,Egress Untagged", "106:", "300:"], Vlans(node, result.Interfaces[1].Name));
        await node.CheckAsync(container, keys, FakeIpam.None(), result);
    }

    [Trait("Kernel", "vlan")]
    [Fact]
    public async Task Add_VlanGateway_ConnectsItsVlanOnly()
    {
        using var node = CreateNode();
        var (c1, c2, other) = (node.NewContainer(), node.NewContainer(), node.NewContainer());
        const string vlan100 = "\"vlan\": 100, \"isDefaultGateway\": true, \"preserveDefaultVlan\": false, " + Ipam;
        const string vlan200 = "\"vlan\": 200, \"isDefaultGateway\": true, \"preserveDefaultVlan\": false, " + Ipam;

        var result = await node.AddAsync(c1, vlan100, FakeIpam.Giving("10.100.0.2/24", "fd00:100::2/64"), "c1");
        await node.AddAsync(c2, vlan100, FakeIpam.Giving("10.100.0.3/24"), "c2");
        await node.AddAsync(other, vlan200, FakeIpam.Giving("10.200.0.2/24"), "c3");

        Assert.Equal(4, result.Interfaces.Count);
        Assert.Equal("cni0.100", result.Interfaces[3].Name);
        Assert.Equal(node.HostLink("cni0.100").GetProperty("address").GetString(), result.Interfaces[3].Mac);
        c1.Exec("ping -c 1 -w 30 10.100.0.1");
        c1.Exec("ping -c 1 -w 30 fd00:100::1");
        c1.Exec("ping -c 1 -w 30 10.100.0.3");
        other.Exec("ping -c 1 -w 30 10.200.0.1");
        Assert.Empty(node.Host.Exec("ip -4 addr show dev cni0"));

        // The same subnet in another VLAN: nobody answers.
        other.Exec("ip addr add 10.100.0.77/24 dev eth0");
        Assert.NotEqual(0, other.TryExec("ping -c 1 -W 1 -I 10.100.0.77 10.100.0.2").ExitCode);
        await node.CheckAsync(c1, vlan100, FakeIpam.Giving("10.100.0.2/24"), result);
    }

    [Trait("Kernel", "vlan")]
    [Fact]
    public async Task Add_VlanLegHalfMade_FinishesIt()
    {
        using var node = CreateNode();
        node.Host.Exec("ip link add cni0 type bridge vlan_filtering 1");
        node.Host.Exec("ip link add port0 type veth peer name cni0.100");
        node.Host.Exec("ip link set port0 master cni0 up");
        var container = node.NewContainer();

        await node.AddAsync(
            container, "\"vlan\": 100, \"isGateway\": true, \"preserveDefaultVlan\": false, " + Ipam, FakeIpam.Giving("10.100.0.2/24"));

        container.Exec("ping -c 1 -w 30 10.100.0.1");
        Assert.Equal(["100:PVID,Egress Untagged"], Vlans(node, "port0"));
    }

    [Trait("Kernel", "vlan")]
    [Fact]
    public async Task Add_VlanGatewayFails_TakesLegAndBridgeAlong()
    {
        using var node = CreateNode();
        const string keys = "\"vlan\": 100, \"isGateway\": true, " + Ipam;

        // No interface can have a multicast address, so the gateway's fails when everything else is done.
        var e = await Assert.ThrowsAsync<CniException>(
            () => node.AddAsync(node.NewContainer(), keys, FakeIpam.Giving("fd00:100::2/64 via ff02::5")));

        Assert.Contains("cni0.100", e.Message, StringComparison.Ordinal);
        Assert.Empty(node.HostLinks());
    }

    [Trait("Kernel", "vlan")]
    [Fact]
    public async Task Add_BridgeDoesNotFilter_SaysSo()
    {
        using var node = CreateNode();
        node.Host.Exec("ip link add cni0 type bridge");

        await node.AddAsync(node.NewContainer(), "\"vlan\": 100", FakeIpam.None());

        Assert.Contains(node.Log.Lines, l => l.Contains("vlan_filtering 1", StringComparison.Ordinal));
    }

    [Trait("Kernel", "vlan")]
    [Fact]
    public async Task Check_PortLeftItsVlan_NamesIt()
    {
        const string keys = "\"vlan\": 100, \"preserveDefaultVlan\": false, \"vlanTrunk\": [{\"id\": 200}]";
        using var node = CreateNode();
        var container = node.NewContainer();
        var result = await node.AddAsync(container, keys, FakeIpam.None());
        var veth = result.Interfaces[1].Name;
        node.Host.Exec($"bridge vlan del dev {veth} vid 200");
        node.Host.Exec($"bridge vlan add dev {veth} vid 1");
        node.Host.Exec($"bridge vlan add dev {veth} vid 100");

        var e = await Assert.ThrowsAsync<CniException>(() => node.CheckAsync(container, keys, FakeIpam.None(), result));

        Assert.Contains("VLAN 200", e.Message, StringComparison.Ordinal);
        Assert.Contains("untagged in VLAN 100", e.Message, StringComparison.Ordinal);
        Assert.Contains("default VLAN 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_KernelCannotFilter_SaysSo()
    {
        using var node = BridgeNode.Create();
        Assert.SkipWhen(
            node.Host.TryExec("ip link add probe type bridge vlan_filtering 1").ExitCode == 0,
            "needs a kernel without CONFIG_BRIDGE_VLAN_FILTERING");

        var e = await Assert.ThrowsAsync<CniException>(() => node.AddAsync(node.NewContainer(), "\"vlan\": 100", FakeIpam.None()));

        Assert.Equal(CniErrorCode.InvalidNetworkConfig, e.Code);
        Assert.Contains("\"vlan\"", e.Message, StringComparison.Ordinal);
    }

    private static BridgeNode CreateNode()
    {
        var node = BridgeNode.Create();
        if (node.Host.TryExec("ip link add probe type bridge vlan_filtering 1").ExitCode != 0)
        {
            node.Dispose();
            Assert.Skip("needs a kernel with CONFIG_BRIDGE_VLAN_FILTERING");
        }

        node.Host.Exec("ip link del probe");
        return node;
    }

    private static IEnumerable<string> Vlans(BridgeNode node, string port) =>
        node.Host.ExecJson($"bridge -j vlan show dev {port}")[0].GetProperty("vlans").EnumerateArray()
            .Select(v => $"{v.GetProperty("vlan").GetInt32()}:{Flags(v)}").ToList();

    private static string Flags(JsonElement vlan) =>
        vlan.TryGetProperty("flags", out var flags) ? string.Join(',', flags.EnumerateArray().Select(f => f.GetString())) : "";
}
