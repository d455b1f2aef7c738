using CniChain.Examples.Neighbours;

namespace CniChain.Plugins.Tests.Examples;

public sealed class NeighboursPluginTests
{
    private const string Two = "\"neighbours\": [{ \"ip\": \"10.88.0.9\", \"mac\": \"02:00:00:00:00:09\" }, { \"ip\": \"fd88::9\", \"mac\": \"02:00:00:00:00:10\" }]";

    private readonly NeighboursPlugin _plugin = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_List_GivesPermanentEntriesUntilDel()
    {
        using var call = await ExampleCall.AttachAsync("neighbours", "10.88.0.2/24", "fd88::2/64");

        Assert.Same(call.Result, await AddAsync(call, Two));
        await _plugin.CheckAsync(call.Of(CniVerb.Check, Two), Token);

        var entries = call.Container.Exec("ip neigh show dev eth0");
        Assert.Contains("10.88.0.9 lladdr 02:00:00:00:00:09 PERMANENT", entries, StringComparison.Ordinal);
        Assert.Contains("fd88::9 lladdr 02:00:00:00:00:10 PERMANENT", entries, StringComparison.Ordinal);

        await _plugin.DelAsync(call.Of(CniVerb.Del, Two), Token);
        await _plugin.DelAsync(call.Of(CniVerb.Del, Two), Token);
        await _plugin.DelAsync(call.Of(CniVerb.Del, Two, hasNetns: false), Token);
        Assert.DoesNotContain("PERMANENT", call.Container.Exec("ip neigh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_Capability_AddsToTheList()
    {
        using var call = await ExampleCall.AttachAsync("neighbours");
        const string Keys = Two + ", \"runtimeConfig\": { \"neighbours\": [{ \"ip\": \"10.88.0.10\", \"mac\": \"02:00:00:00:00:11\" }] }";

        await AddAsync(call, Keys);

        Assert.Contains("10.88.0.10 lladdr 02:00:00:00:00:11 PERMANENT", call.Container.Exec("ip neigh show dev eth0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ip neigh del 10.88.0.9 dev eth0", "10.88.0.9 at 02:00:00:00:00:09")]
    [InlineData("ip neigh replace 10.88.0.9 lladdr 02:00:00:00:00:09 dev eth0 nud stale", "10.88.0.9 at")]
    [InlineData("ip neigh replace fd88::9 lladdr 02:00:00:00:00:77 dev eth0 nud permanent", "fd88::9 at 02:00:00:00:00:10")]
    public async Task Check_EntryChanged_NamesIt(string change, string expected)
    {
        using var call = await ExampleCall.AttachAsync("neighbours", "10.88.0.2/24", "fd88::2/64");
        await AddAsync(call, Two);
        call.Container.Exec(change);

        var failure = await Assert.ThrowsAsync<CniException>(() => _plugin.CheckAsync(call.Of(CniVerb.Check, Two), Token));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Del_EntryIsSomebodyElsesByNow_LeavesIt()
    {
        using var call = await ExampleCall.AttachAsync("neighbours");
        await AddAsync(call, Two);
        call.Container.Exec("ip neigh replace 10.88.0.9 lladdr 02:00:00:00:00:77 dev eth0 nud permanent");

        await _plugin.DelAsync(call.Of(CniVerb.Del, Two), Token);

        Assert.Contains("10.88.0.9 dev eth0 lladdr 02:00:00:00:00:77 PERMANENT", call.Container.Exec("ip neigh"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"neighbours\": [{ \"mac\": \"02:00:00:00:00:09\" }]", "\"neighbours[0].ip\" is missing")]
    [InlineData("\"neighbours\": [{ \"ip\": \"10.88.0.9\" }]", "\"neighbours[0].mac\" is \"\"")]
    [InlineData("\"neighbours\": [{ \"ip\": \"10.88.0.9\", \"mac\": \"01:00:00:00:00:09\" }]", "unicast")]
    [InlineData("\"neighbours\": [{ \"ip\": \"10.88.0.9\", \"mac\": \"02:00:00:00:00:09\" }, { \"ip\": \"10.88.0.9\", \"mac\": \"02:00:00:00:00:08\" }]", "given before")]
    public async Task Status_BadList_NamesTheEntry(string keys, string expected)
    {
        using var call = await ExampleCall.AttachAsync("neighbours");

        var failure = await Assert.ThrowsAsync<CniException>(() => _plugin.StatusAsync(call.Of(CniVerb.Status, keys), Token));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        await _plugin.DelAsync(call.Of(CniVerb.Del, keys), Token);
    }

    private Task<CniResult> AddAsync(ExampleCall call, string keys) => _plugin.AddAsync(call.Of(CniVerb.Add, keys), Token);
}
