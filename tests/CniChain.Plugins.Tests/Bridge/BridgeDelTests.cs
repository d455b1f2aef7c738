using CniChain.Linux.Route;

namespace CniChain.Plugins.Tests.Bridge;

public sealed class BridgeDelTests
{
    private const string Gateway = "\"isDefaultGateway\": true, \"ipam\": {\"type\": \"fake\"}";

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Del_WithOrWithoutNetnsAndPrevResult_RemovesTheLinkTwice(bool hasNetns, bool hasResult)
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();
        var ipam = FakeIpam.Giving("10.88.0.2/24");
        var result = await node.AddAsync(container, Gateway, ipam);

        for (var i = 0; i < 2; i++)
        {
            await node.DelAsync(hasNetns ? container : null, Gateway, ipam, hasResult ? result : null);
        }

        Assert.Equal(["cni0"], node.HostLinks());
        Assert.DoesNotContain("eth0", container.Exec("ip link"), StringComparison.Ordinal);
        Assert.Equal(2, ipam.Deletes);
    }

    [Fact]
    public async Task Del_OfOneContainer_LeavesTheOthers()
    {
        using var node = BridgeNode.Create();
        var (c1, c2) = (node.NewContainer(), node.NewContainer());
        await node.AddAsync(c1, Gateway, FakeIpam.Giving("10.88.0.2/24"), "c1");
        await node.AddAsync(c2, Gateway, FakeIpam.Giving("10.88.0.3/24"), "c2");

        await node.DelAsync(c1, Gateway, FakeIpam.Giving("10.88.0.2/24"), id: "c1");

        c2.Exec("ping -c 1 -w 30 10.88.0.1");
    }

    [Fact]
    public async Task Del_InterfaceOfAnotherNetwork_IsLeftAlone()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();
        await node.AddAsync(container, Gateway, FakeIpam.Giving("10.88.0.2/24"), "c1");

        await node.DelAsync(container, Gateway, FakeIpam.Giving("10.88.0.2/24"), id: "c2");

        container.Exec("ping -c 1 -w 30 10.88.0.1");
        Assert.Contains(node.Log.Lines, l => l.Contains("left alone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Del_LinkOfTheReferencePlugin_IsRemoved()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();
        node.Host.Exec("ip link add cni0 type bridge");
        using (var route = RouteSocket.Open(node.Host.Namespace))
        {
            route.Execute(LinkRequest.CreateVeth(new VethOptions
            {
                Name = "vethold",
                Peer = new VethPeer { Name = "eth0", Namespace = container.Namespace },
            }));
        }

        node.Host.Exec("ip link set vethold master cni0 up");

        await node.DelAsync(container, Gateway, FakeIpam.Giving("10.88.0.2/24"));

        Assert.Equal(["cni0"], node.HostLinks());
    }

    [Fact]
    public async Task Del_ConfigurationIsNoGood_RemovesAllTheSame()
    {
        using var node = BridgeNode.Create();
        var container = node.NewContainer();
        var ipam = FakeIpam.Giving("10.88.0.2/24");
        var result = await node.AddAsync(container, Gateway, ipam);

        await node.DelAsync(container, "\"ipMasqBackend\": \"iptables\", " + Gateway, ipam, result);

        Assert.Equal(["cni0"], node.HostLinks());
        Assert.Equal(1, ipam.Deletes);
    }

    [Fact]
    public async Task Gc_RemovesWhatIsNotValidAndOfThisNetwork()
    {
        using var node = BridgeNode.Create();
        var ipam = FakeIpam.Giving("10.88.0.9/24");
        var results = new List<CniResult>();
        for (var i = 0; i < 4; i++)
        {
            results.Add(await node.AddAsync(node.NewContainer(), Gateway, FakeIpam.Giving($"10.88.0.{i + 2}/24"), $"c{i}"));
        }

        var other = results[3].Interfaces[1].Name;
        node.Host.Exec($"ip link set dev {other} alias othernet/c3/eth0");
        await node.GcAsync(Gateway, ipam, new Attachment("testnet", "c1", "eth0"));

        Assert.Equal(
            new[] { "cni0", results[1].Interfaces[1].Name, other }.Order(StringComparer.Ordinal),
            node.HostLinks().Order(StringComparer.Ordinal));
        Assert.Equal(1, ipam.Collections);
    }
}
