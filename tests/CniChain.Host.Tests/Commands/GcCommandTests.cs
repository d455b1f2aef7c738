using System.Text.Json;
using CniChain.Linux;

namespace CniChain.Host.Tests.Commands;

public sealed class GcCommandTests : IDisposable
{
    private readonly FakeWorld _world = new();

    public GcCommandTests()
    {
        _world.Reply = new CniReply(0, GcReply.ToUtf8([]));
        _world.Folder.Write("10.conflist", """{ "cniVersion": "1.0.0", "name": "podnet", "plugins": [ { "type": "bridge" } ] }""");
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Gc_KeepsWhatHasItsNamespace()
    {
        Journal("live", "/proc/self/ns/net", Own());
        Journal("gone", "/run/netns/nonexistent", Own());
        Journal("other-namespace-now", "/proc/self/ns/net", (1, 1));
        Journal("half-deleted", "/proc/self/ns/net", Own(), JournalState.Deleting);
        Journal("earlier-boot", "/proc/self/ns/net", Own(), boot: "another");
        Journal("one-type", "/proc/self/ns/net", Own(), asType: "bridge");
        Assert.Equal(0, await _world.RunAsync("gc", "podnet"));
        Assert.Equal(["live", "one-type"], Valid());
    }

    [Fact]
    public async Task Gc_RuntimesOwnNotes_CountToo()
    {
        Cache("podnet", "by-runtime", "/proc/self/ns/net");
        Cache("podnet", "by-runtime-gone", "/run/netns/nonexistent");
        Cache("podnet-2", "other-network", "/proc/self/ns/net");
        Cache("podnet", "half-deleted", "/proc/self/ns/net");
        Journal("half-deleted", "/proc/self/ns/net", Own(), JournalState.Deleting);
        _world.Folder.Write("cache/podnet-torn-eth0", "");
        Assert.Equal(0, await _world.RunAsync("gc", "podnet"));
        Assert.Equal(["by-runtime"], Valid());
    }

    [Fact]
    public async Task Gc_ConflistWithItsOwnName_FindsThatNamesEntries()
    {
        var conflist = _world.Folder.Write("inner/x.conflist", """{ "cniVersion": "1.0.0", "name": "inner", "plugins": [ { "type": "bridge" } ] }""");
        _world.Folder.Write(
            "20.conflist",
            $$"""{ "cniVersion": "1.0.0", "name": "outer", "plugins": [ { "type": "cnichain", "conflist": "{{conflist}}" } ] }""");
        Journal("live", "/proc/self/ns/net", Own(), network: "inner");
        Assert.Equal(0, await _world.RunAsync("gc", "outer"));
        Assert.Equal(["live"], Valid());
    }

    [Fact]
    public async Task DryRun_AsksForTheList_AndShowsIt()
    {
        Journal("live", "/proc/self/ns/net", Own());
        Journal("gone", "/run/netns/nonexistent", Own());
        var stale = new HeldObject { Kind = "link", Name = "veth1a2b3c4d", Detail = "port of cni0", ContainerId = "gone", IfName = "eth0", IsStale = true };
        _world.Reply = new CniReply(0, GcReply.ToUtf8([new StaleObject("bridge", stale)]));

        Assert.Equal(0, await _world.RunAsync("gc", "podnet", "--dry-run", "--json"));

        Assert.Equal(["live"], Valid());
        Assert.True(_world.Requests[0].Config.Span.IndexOf("\"cnichain/dryRun\":true"u8) > 0);
        var shown = JsonElement.Parse(_world.Output);
        var attachments = shown.GetProperty("attachments").EnumerateArray()
            .Select(a => (a.GetProperty("containerID").GetString(), a.GetProperty("live").GetBoolean()));
        Assert.Equal([("gone", false), ("live", true)], attachments);
        var o = Assert.Single(shown.GetProperty("objects").EnumerateArray());
        Assert.Equal(("bridge", "veth1a2b3c4d", "found"), (o.GetProperty("plugin").GetString(), o.GetProperty("name").GetString(), o.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task SomethingIsLeft_SaysSo_AndFails()
    {
        var stale = new HeldObject { Kind = "lease", Name = "10.88.0.5", IsStale = true };
        _world.Reply = new CniReply(0, GcReply.ToUtf8([new StaleObject("host-local", stale, GcOutcome.Left), new StaleObject("host-local", stale with { Name = "10.88.0.6" }, GcOutcome.Removed)]));

        Assert.Equal(1, await _world.RunAsync("gc", "podnet"));

        Assert.Matches("left.*host-local.*lease.*10.88.0.5.*nobody", _world.Output);
        Assert.Matches("removed.*host-local.*lease.*10.88.0.6", _world.Output);
    }

    [Fact]
    public async Task DisabledGc_AsksNobody()
    {
        _world.Folder.Write("20.conflist", """{ "cniVersion": "1.1.0", "name": "off", "disableGC": true, "plugins": [ { "type": "bridge" } ] }""");
        Assert.Equal(0, await _world.RunAsync("gc", "off"));
        Assert.Empty(_world.Requests);
    }

    private IEnumerable<string?> Valid() => JsonElement.Parse(Assert.Single(_world.Requests).Config.Span)
        .GetProperty("cni.dev/valid-attachments").EnumerateArray().Select(a => a.GetProperty("containerID").GetString());

    private void Journal(
        string id,
        string netns,
        (ulong, ulong) identity,
        JournalState state = JournalState.Done,
        string? boot = null,
        string? asType = null,
        string network = "podnet")
    {
        var options = new ChainHostOptions { StateDirectory = _world.Context().StateDirectory };
        new AttachmentJournal(options, new StderrLog(Stream.Null)).Write(new JournalEntry
        {
            Key = new AttachmentKey(new Attachment(network, id, "eth0"), asType),
            State = state,
            BootId = boot ?? BootId.Read(),
            Chain = new ChainDefinition
            {
                Network = network,
                Version = CniVersion.V1_0_0,
                Entries = [new ChainEntry("bridge", JsonElement.Parse("""{ "type": "bridge" }"""), RuntimeShare.Of(default))],
                Source = "chain",
            },
            NetnsPath = netns,
            NetnsIdentity = identity,
        });
    }

    private void Cache(string network, string id, string netns) => _world.Folder.Write(
        $"cache/{network}-{id}-eth0",
        $$"""{ "kind": "cniCacheV1", "containerId": "{{id}}", "config": "e30=", "ifName": "eth0", "networkName": "{{network}}", "netns": "{{netns}}" }""");

    private static (ulong, ulong) Own()
    {
        using var own = NetworkNamespace.OpenCurrent();
        return own.Identity;
    }
}
