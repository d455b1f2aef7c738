using CniChain.Plugins.Tests.Bridge;

namespace CniChain.Plugins.Tests.Macvlan;

public sealed class MacvlanLifecycleTests
{
    private static FakeIpam Five => FakeIpam.Giving("10.9.0.5/24 via 10.9.0.2").WithRoutes(new CniRoute { Destination = DefaultRoute });

    private static IpPrefix DefaultRoute => IpPrefix.TryParse("0.0.0.0/0", out var prefix) ? prefix : default!;

    [Fact]
    public async Task Del_AfterAdd_LeavesNothingAndMayComeTwice()
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();
        var ipam = Five;
        await node.AddAsync(container, "", ipam);

        await node.DelAsync(container, "", ipam);
        await node.DelAsync(container, "", ipam);

        Assert.Equal("", MacvlanNode.Links(container));
        Assert.Equal(2, ipam.Deletes);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "\"mode\": \"nonsense\", \"master\": \"none0\"")]
    public async Task Del_NoNamespaceOrBadConfiguration_StillReleasesTheAddress(bool hasNetns, string keys)
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();
        var ipam = Five;
        await node.AddAsync(container, "", ipam);

        await node.DelAsync(hasNetns ? container : null, keys, ipam);

        Assert.Equal(hasNetns ? "" : "eth0", MacvlanNode.Links(container));
        Assert.Equal(1, ipam.Deletes);
    }

    [Fact]
    public async Task Add_IpamFails_DelLeavesNothing()
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();
        var ipam = new FakeIpam { Failure = new CniException(CniErrorCode.TryAgainLater, "no address") };

        var failure = await Assert.ThrowsAsync<CniException>(() => node.AddAsync(container, "", ipam));
        await node.DelAsync(container, "", ipam);

        Assert.Equal("no address", failure.Message);
        Assert.Equal("", MacvlanNode.Links(container));
    }

    [Theory]
    [InlineData("ip link add eth0 type veth peer name other")]
    [InlineData("ip link add d0 type veth peer name d1; ip link add link d0 name eth0 type macvlan")]
    public async Task Add_NameIsTaken_RefusesAndDelLeavesTheOtherAlone(string making)
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();
        container.Shell(making);
        var before = MacvlanNode.Links(container);

        var failure = await Assert.ThrowsAsync<CniException>(() => node.AddAsync(container, "", Five));
        await node.DelAsync(container, "", Five);

        Assert.Equal(CniErrorCode.InvalidEnvironment, failure.Code);
        Assert.Contains("the container has an interface of that name", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, MacvlanNode.Links(container));
    }

    [Fact]
    public async Task Del_AddDiedBeforeItWroteTheOwner_RemovesTheLink()
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();

        // What the kernel has between the two messages.
        node.Host.Exec($"ip link add link up0 name eth0 netns {container.Path} group {0x636e6963} type macvlan");
        await node.DelAsync(container, "", Five);

        Assert.Equal("", MacvlanNode.Links(container));
    }

    [Theory]
    [InlineData("ip link set eth0 down", "is down")]
    [InlineData("ip link del eth0", "is gone from the container")]
    [InlineData("ip link set eth0 type macvlan mode private", "is in mode Private, not Bridge")]
    [InlineData("ip link set eth0 address 02:00:00:00:00:09", "has the MAC 02:00:00:00:00:09")]
    [InlineData("ip link set eth0 mtu 1300", "has the MTU 1300, not 1400")]
    [InlineData("ip link set eth0 alias other", "has the alias \"other\"")]
    [InlineData("ip addr del 10.9.0.5/24 dev eth0", "does not have 10.9.0.5/24")]
    [InlineData("ip route del default", "the route to 0.0.0.0/0 is gone")]
    public async Task Check_SomethingChanged_NamesIt(string change, string expected)
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();
        var ipam = Five;
        var result = await node.AddAsync(container, "\"mtu\": 1400", ipam);
        await node.CheckAsync(container, "\"mtu\": 1400", ipam, result);
        container.Exec(change);

        var failure = await Assert.ThrowsAsync<CniException>(() => node.CheckAsync(container, "\"mtu\": 1400", ipam, result));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, ipam.Checks);
    }

    [Fact]
    public async Task Check_AnotherMaster_NamesIt()
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();
        node.Host.Shell("ip link add other0 type veth peer name other1; ip link set other0 up");
        var result = await node.AddAsync(container, "\"master\": \"up0\"", FakeIpam.None());

        var failure = await Assert.ThrowsAsync<CniException>(() => node.CheckAsync(container, "\"master\": \"other0\"", FakeIpam.None(), result));

        Assert.Contains("does not stand on \"other0\"", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"master\": \"none0\"", CniErrorCode.PluginNotAvailable, "which the host does not have")]
    [InlineData("\"master\": \"down0\"", CniErrorCode.PluginNotAvailableDegraded, "is down, so nothing leaves a container, those attached included")]
    [InlineData("\"mtu\": 9000", CniErrorCode.PluginNotAvailable, "more than the 1500")]
    public async Task Status_MasterDoesNotServe_IsNotAvailable(string keys, CniErrorCode code, string expected)
    {
        using var node = MacvlanNode.Create();
        node.Host.Shell("ip link add down0 type veth peer name down1");
        await node.StatusAsync("", Five);

        var failure = await Assert.ThrowsAsync<CniException>(() => node.StatusAsync(keys, Five));

        Assert.Equal(code, failure.Code);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gc_NamespaceOfALostAttachmentLives_RemovesTheLinkUnlessItIsValid(bool isValid)
    {
        using var node = MacvlanNode.Create();
        var container = node.NewContainer();
        var ipam = Five;
        await node.AddAsync(container, "", ipam);
        using var holder = HeldNamespace.Of(container);
        Attachment[] valid = isValid ? [new Attachment(node.Network, "c1", "eth0")] : [];

        var call = node.Call(CniVerb.Gc, null, "", ipam, version: "1.1.0");
        await node.Plugin.GcAsync(
            new CniContext
            {
                Verb = call.Verb,
                Config = call.Config,
                HostNetns = call.HostNetns,
                ValidAttachments = valid,
                Ipam = ipam,
                Log = node.Log,
                StateDirectory = call.StateDirectory,
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(isValid ? "eth0" : "", MacvlanNode.Links(container));
        Assert.Equal(1, ipam.Collections);
    }
}
