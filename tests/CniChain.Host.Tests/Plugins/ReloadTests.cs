using System.Diagnostics.Metrics;

namespace CniChain.Host.Tests.Plugins;

/// <summary>Plugins that are added, replaced and broken under a host that stays.</summary>
public sealed class ReloadTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly ReloadFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Dll_AddedWhileTheHostRuns_ServesTheNextRequest()
    {
        (await _host.AddAsync()).AssertError(7, "\"changing\" is not there");

        _host.Install(1);

        Assert.Equal("version-0001", await _host.VersionAsync());
    }

    [Fact]
    public async Task Dll_Replaced_ServesTheNextRequestAndSaysSo()
    {
        _host.Install(1);
        Assert.Equal("version-0001", await _host.VersionAsync());

        _host.Install(2);

        var answer = await _host.AddAsync();
        Assert.Equal("version-0002", ReloadFixture.VersionOf(answer));
        Assert.Contains($"{_host.Main} was replaced", answer.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replacements_AreCounted_TheRefusedOnesWithTheirError()
    {
        var reloads = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter == _host.Watch.Meter.Source && instrument.Name == "cni.plugin.reloads")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => reloads.Add($"{value} {string.Join(' ', tags.ToArray().Select(t => t.Value))}"));
        listener.Start();
        _host.Install(1);
        await _host.VersionAsync();
        Assert.Empty(reloads);

        _host.Install(2);
        await _host.VersionAsync();
        Break("nonsense");
        await _host.VersionAsync();
        await _host.VersionAsync();

        Assert.Equal(2, reloads.Count);
        Assert.Equal("1 changing", reloads[0]);
        Assert.StartsWith("1 changing ", reloads[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Dll_AddedDuringARequest_ServesTheNextOne()
    {
        _host.Install(1);
        using var request = new PluginResolver(_host.Fixture.Host.Catalog, "", null, new StderrLog(Stream.Null));
        request.Resolve("changing");
        _host.CopyPlugin("printing", "Printing");

        Assert.Throws<CniException>(() => request.Resolve("printing"));

        using var next = new PluginResolver(_host.Fixture.Host.Catalog, "", null, new StderrLog(Stream.Null));
        Assert.False(next.Resolve("printing").IsExecuted);
    }

    [Fact]
    public async Task Dll_WrittenOverInPlace_ServesTheNextRequest()
    {
        _host.Install(1);
        Assert.Equal("version-0001", await _host.VersionAsync());

        File.WriteAllBytes(_host.Main, _host.Build(2));

        Assert.Equal("version-0002", await _host.VersionAsync());
    }

    [Fact]
    public async Task Dll_ReplacedDuringACall_FinishesItOnTheOldAndEndsTheOldAfterIt()
    {
        _host.Install(1);
        var go = _host.PathOf("go");
        var ended = _host.PathOf("ended");
        var running = _host.AddAsync($$""", "wait": "{{go}}", "ended": "{{ended}}" """);
        await UntilAsync(() => File.Exists(go + ".waiting"));
        _host.Install(2);

        Assert.Equal("version-0002", await _host.VersionAsync());
        Assert.False(File.Exists(ended));
        File.WriteAllText(go, "");

        Assert.Equal("version-0001", ReloadFixture.VersionOf(await running));
        await UntilAsync(() => File.Exists(ended));
        Assert.Equal("version-0001\n", File.ReadAllText(ended));
    }

    [Theory]
    [InlineData("nonsense", "not a .NET assembly")]
    [InlineData("short", "cut short")]
    [InlineData("dependency", "CniChain.TestLibrary 1.0.0.0")]
    [InlineData("absent", "publish the plugin again")]
    [InlineData("deps", "damaged")]
    [InlineData("mode", "written by everybody")]
    public async Task Replacement_ThatIsBroken_LeavesTheOldServingAndSaysSoOnce(string fault, string words)
    {
        _host.Install(1);
        Assert.Equal("version-0001", await _host.VersionAsync());

        Break(fault);

        var first = await _host.AddAsync();
        Assert.Equal("version-0001", ReloadFixture.VersionOf(first));
        Assert.Contains("goes on serving", first.Stderr, StringComparison.Ordinal);
        Assert.Contains(words, first.Stderr, StringComparison.Ordinal);
        var second = await _host.AddAsync();
        Assert.Equal("version-0001", ReloadFixture.VersionOf(second));
        Assert.DoesNotContain("goes on serving", second.Stderr, StringComparison.Ordinal);
        Assert.Contains(words, _host.Listing.Problem!.Message, StringComparison.Ordinal);

        Directory.Delete(_host.Folder, recursive: true);
        _host.Install(3);
        Assert.Equal("version-0003", await _host.VersionAsync());
        Assert.Null(_host.Listing.Problem);
    }

    [Fact]
    public async Task Folder_TakenAway_EndsTheTypeAndThePlugin()
    {
        _host.Install(1);
        var ended = _host.PathOf("ended");
        await _host.VersionAsync($$""", "ended": "{{ended}}" """);

        Directory.Delete(_host.Folder, recursive: true);

        (await _host.AddAsync()).AssertError(7, "\"changing\" is not there");
        await UntilAsync(() => File.Exists(ended));
    }

    [Fact]
    public async Task Copy_UnderWay_NeverFailsARequest()
    {
        _host.Install(1);
        await _host.VersionAsync();
        using var copied = new CancellationTokenSource();
        var copying = Task.Run(
            async () =>
            {
                for (var version = 2; version <= 6; version++)
                {
                    await using var file = File.Create(_host.Main);
                    foreach (var piece in _host.Build(version).Chunk(2048))
                    {
                        await file.WriteAsync(piece);
                        await file.FlushAsync();
                        await Task.Delay(5);
                    }
                }

                await copied.CancelAsync();
            },
            TestContext.Current.CancellationToken);

        while (!copied.IsCancellationRequested)
        {
            await _host.VersionAsync();
        }

        await copying;
        Assert.Equal("version-0006", await _host.VersionAsync());
    }

    private void Break(string fault)
    {
        switch (fault)
        {
            case "nonsense":
                File.WriteAllText(_host.Main, "MZ nonsense");
                break;
            case "short":
                File.WriteAllBytes(_host.Main, _host.Build(2)[..^1024]);
                break;
            case "dependency":
                File.Delete(Path.Combine(_host.Folder, "CniChain.TestLibrary.dll"));
                break;
            case "absent":
                File.Delete(_host.Main);
                break;
            case "deps":
                File.WriteAllText(Path.ChangeExtension(_host.Main, ".deps.json"), "{");
                break;
            default:
                File.SetUnixFileMode(_host.Main, (UnixFileMode)Convert.ToInt32("666", 8));
                break;
        }
    }

    internal static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!condition())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
