using System.Text;
using CniChain.Testing;

namespace CniChain.Host.Tests.Plugins;

/// <summary>A plugin with work between calls, replaced under a host that stays: its work goes over to the new one.</summary>
public sealed class ResidentReloadTests : IDisposable
{
    private readonly ReloadFixture _files = new("keeper");
    private readonly FakeLog _log = new();
    private readonly ResidentPlugins _residents;
    private readonly ChainHost _host;
    private int _attachment;

    public ResidentReloadTests()
    {
        _residents = new ResidentPlugins(_files.Fixture.Options, _log);
        _host = new ChainHost(_files.Fixture.Options) { Residents = _residents };
    }

    private string[] Notes => File.Exists(_files.PathOf("data/keeper.log")) ? File.ReadAllLines(_files.PathOf("data/keeper.log")) : [];

    private PluginListing Listing => _host.Catalog.List().Single(l => l.File.Types.Contains("keeper"));

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Dll_Replaced_StartsTheNewAndStopsAndUnloadsTheOld()
    {
        _files.Install(1);
        await AddAsync();
        await UntilAtWorkAsync("version-0001");

        _files.Install(2);
        await AddAsync();

        await UntilAtWorkAsync("version-0002");
        await ReloadTests.UntilAsync(() => _residents.KeepHost);
        await ReloadTests.UntilAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Listing.Leaving == 0;
        });
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Dll_ReplacedDuringACall_StopsTheOldAfterTheCall()
    {
        _files.Install(1);
        var go = _files.PathOf("go");
        var running = AddAsync($$"""{"type": "keeper", "wait": "{{go}}"}""");
        await ReloadTests.UntilAsync(() => Notes.Contains("waits version-0001"));
        _files.Install(2);

        await AddAsync();

        Assert.Contains("start version-0002", Notes);
        Assert.DoesNotContain("stop version-0001", Notes);
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        await running;
        await UntilAtWorkAsync("version-0002");
        Assert.True(Array.IndexOf(Notes, "has waited version-0001") < Array.IndexOf(Notes, "stop version-0001"));
        await ReloadTests.UntilAsync(() => _residents.KeepHost);
    }

    // Else nobody would keep what the old one kept until somebody happens to call the type, and the host could end as idle before.
    [Fact]
    public async Task Dll_ReplacedButNotCalled_StartsTheNewAllTheSame()
    {
        _files.Install(1);
        _files.CopyPlugin("failing", "Failing");
        await AddAsync();
        _files.Install(2);

        (await ServeAsync("ADD", """{"type": "failing", "failIn": ["add"]}, {"type": "keeper"}""", "c2")).AssertError(120, "as configured");

        await UntilAtWorkAsync("version-0002");
        await ReloadTests.UntilAsync(() => _residents.KeepHost);
    }

    [Fact]
    public async Task Dll_ReplacedWithNothingKept_StartsTheNewAtItsFirstCall()
    {
        _files.Install(1);
        await AddAsync();
        (await ServeAsync("DEL", """{"type": "keeper"}""", "c1")).AssertSuccess();
        _files.Install(2);

        Assert.NotNull(_host.Catalog.Find("keeper", _log, out var holder));
        holder!.Exit();

        await UntilAtWorkAsync();
        await AddAsync();
        await UntilAtWorkAsync("version-0002");
    }

    [Fact]
    public async Task Replacement_ThatIsBroken_LeavesTheOldAtWork()
    {
        _files.Install(1);
        await AddAsync();
        await File.WriteAllTextAsync(_files.Main, "MZ nonsense", TestContext.Current.CancellationToken);

        await AddAsync();

        await UntilAtWorkAsync("version-0001");
        Assert.True(_residents.KeepHost);
        await _residents.StopAllAsync(TestContext.Current.CancellationToken);
        Assert.Empty(AtWork());
    }

    private async Task AddAsync(string chain = """{"type": "keeper"}""") =>
        (await ServeAsync("ADD", chain, $"c{Interlocked.Increment(ref _attachment)}")).AssertSuccess();

    private async Task<Answer> ServeAsync(string verb, string chain, string id)
    {
        var request = _files.Fixture.Request(verb, ChainFixture.Chain(chain)) with { ContainerId = id };
        var reply = await _host.ServeAsync(request, TestContext.Current.CancellationToken);
        return new Answer(reply.ExitCode, Encoding.UTF8.GetString(reply.Stdout.Span), "");
    }

    /// <summary>Started and not stopped, by version.</summary>
    private string[] AtWork()
    {
        var working = new List<string>();
        foreach (var note in Notes.Select(static n => n.Split(' ')))
        {
            if (note[0] == "start")
            {
                working.Add(note[1]);
            }
            else if (note[0] == "stop")
            {
                working.Remove(note[1]);
            }
        }

        return [.. working];
    }

    // A file that is fresh is loaded once more by the next request, in case that the clock hid a write; the old one ends beside that.
    private Task UntilAtWorkAsync(params string[] versions) => ReloadTests.UntilAsync(() => AtWork().SequenceEqual(versions));
}
