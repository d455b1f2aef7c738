using CniChain.Testing;

namespace CniChain.Host.Tests.Testing;

/// <summary>What CniChain.Testing gives to tests without root.</summary>
public sealed class FakeCallTests
{
    [Fact]
    public void Context_OfDefaults_IsAWholeAdd()
    {
        var context = new FakeCall { Config = """{ "mtu": 1400 }""", Ipam = FakeIpam.Giving("10.1.0.2/24") }.ToContext();

        Assert.Equal(new Attachment("testnet", "container1", "eth0"), context.RequireAttachment());
        Assert.Equal(1400, context.Config.Root.GetInteger("mtu"));
        Assert.False(context.RequireNetns().IsInvalid);
        Assert.True(context.Ipam.IsConfigured);
    }

    [Fact]
    public void Context_OfADelAfterTheContainer_HasNoNamespace()
    {
        var context = new FakeCall { Verb = CniVerb.Del, NetnsIsGone = true }.ToContext();

        Assert.Null(context.Netns);
        Assert.Throws<CniException>(context.RequireNetns);
    }

    [Fact]
    public async Task Ipam_GivesAndRemembersAndFails()
    {
        var ipam = FakeIpam.Giving("10.1.0.2/24", "fd00::2/64");

        var result = await ipam.AddAsync(TestContext.Current.CancellationToken);
        ipam.Failure = new CniException(CniErrorCode.TryAgainLater, "full");

        Assert.Equal(["10.1.0.2/24", "fd00::2/64"], result.Ips.Select(ip => ip.Address.ToString()));
        Assert.Equal("full", (await Assert.ThrowsAsync<CniException>(() => ipam.DelAsync(TestContext.Current.CancellationToken))).Message);
        Assert.Equal([CniVerb.Add, CniVerb.Del], ipam.Calls);
        Assert.Throws<FormatException>(() => FakeIpam.Giving("10.1.0.2"));
    }

    [Fact]
    public void Assertions_TellWhatIsThereFromWhatIsNot()
    {
        using var place = TestNamespace.Create();
        place.Shell(
            "ip link add d0 type veth peer name d1p; ip addr add 10.1.0.1/24 dev d0; ip link set d0 up; ip link set d1p up; ip link set lo up; ip route add default via 10.1.0.2");
        place.Shell("nft add table ip t; nft 'add chain ip t c { type filter hook input priority 0; }'; nft add rule ip t c ip saddr 10.9.9.9 drop");

        place.AssertLink("d0");
        place.AssertNoLink("d1");
        place.AssertAddress("d0", "10.1.0.1/24");
        place.AssertRoute("default", "10.1.0.2");
        place.AssertRule("10.9.9.9", "drop");
        place.AssertNoRule("10.9.9.8");
        place.AssertReaches("10.1.0.1");
        Assert.ThrowsAny<Exception>(() => place.AssertLink("d1"));
        Assert.ThrowsAny<Exception>(() => place.AssertNoLink("d0"));
        Assert.ThrowsAny<Exception>(() => place.AssertAddress("d0", "10.1.0.2/24"));
        Assert.ThrowsAny<Exception>(() => place.AssertRoute("default", "10.1.0.3"));
        Assert.ThrowsAny<Exception>(() => place.AssertRule("10.9.9.8"));
        Assert.ThrowsAny<Exception>(() => place.AssertNoRule("10.9.9.9"));
    }
}
