using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using CniChain.Plugins.Bridge;
using CniChain.Plugins.Bridge.Links;

namespace CniChain.Plugins.Tests.Bridge;

public sealed class PortSettingsTests
{
    private static readonly Link s_bridge = new() { Index = 5, Name = "cni0", Bridge = new BridgeInfo { VlanFiltering = true, DefaultPvid = 1 } };

    [Fact]
    public void AddVlans_None_AsksNothing() => Assert.Empty(Plan(0, [], preserveDefault: false));

    [Fact]
    public void AddVlans_Preserving_KeepsTheDefault() =>
        Assert.Equal(["add vlan 100 to port 9"], Plan(100, [], preserveDefault: true));

    [Fact]
    public void AddVlans_NotPreserving_LeavesTheDefaultFirst() =>
        Assert.Equal(["delete vlan 1 from port 9", "add vlan 100 to port 9"], Plan(100, [], preserveDefault: false));

    [Fact]
    public void AddVlans_TrunkCoversTheVlan_SetsTheVlanLast() =>
        Assert.Equal(
            ["add vlan 90-110 to port 9", "add vlan 300 to port 9", "add vlan 100 to port 9"],
            Plan(100, [new VlanRange(90, 110), new VlanRange(300, 300)], preserveDefault: true));

    private static IEnumerable<string> Plan(int vlan, IReadOnlyList<VlanRange> trunk, bool preserveDefault)
    {
        var requests = new List<NetlinkRequest>();
        PortSettings.AddVlans(requests, s_bridge, 9, vlan, trunk, preserveDefault);
        return requests.Select(r => r.Operation);
    }
}
