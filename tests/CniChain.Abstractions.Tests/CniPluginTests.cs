namespace CniChain.Abstractions.Tests;

/// <summary>What a plugin of three methods does for the two verbs it leaves out.</summary>
public sealed class CniPluginTests
{
    [Fact]
    public async Task StatusAndGc_LeftOut_AreForwardedToTheIpamPlugin()
    {
        ICniPlugin plugin = new ThreeVerbs();
        var ipam = new RecordingIpam(configured: true);

        await plugin.StatusAsync(Fake.Context(CniVerb.Status, ipam: ipam), CancellationToken.None);
        await plugin.GcAsync(Fake.Context(CniVerb.Gc, ipam: ipam), CancellationToken.None);

        Assert.Equal(["STATUS", "GC"], ipam.Calls);
    }

    [Fact]
    public async Task StatusAndGc_LeftOutWithoutIpam_Succeed()
    {
        ICniPlugin plugin = new ThreeVerbs();
        var ipam = new RecordingIpam(configured: false);

        await plugin.StatusAsync(Fake.Context(CniVerb.Status, ipam: ipam), CancellationToken.None);
        await plugin.GcAsync(Fake.Context(CniVerb.Gc, ipam: ipam), CancellationToken.None);

        Assert.Empty(ipam.Calls);
    }

    [Fact]
    public void Attribute_WithoutMinimumVersion_ServesTheOldest()
    {
        var attribute = new CniPluginAttribute("mine");

        Assert.Equal("mine", attribute.Type);
        Assert.Equal("0.1.0", attribute.MinimumVersion);
    }

    private sealed class ThreeVerbs : ICniPlugin
    {
        public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken) => Task.FromResult(CniResult.Empty);

        public Task DelAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
