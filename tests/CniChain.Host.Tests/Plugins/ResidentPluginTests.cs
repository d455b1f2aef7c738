using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CniChain.Host.Resident;
using CniChain.Wire;

namespace CniChain.Host.Tests.Plugins;

public sealed class ResidentPluginTests : IDisposable
{
    private const string Config = """{"type": "keeper"}""";
    private readonly ChainFixture _fixture = new(options => options with
    {
        DataDirectory = Path.Combine(Path.GetDirectoryName(options.StateDirectory)!, "data"),
    });

    private readonly List<string> _warnings = [];

    private string Data => Path.Combine(_fixture.Options.DataDirectory, "keeper");

    private string[] Notes => File.Exists(Data + ".log") ? [.. File.ReadLines(Data + ".log").Select(l => l.Replace(" version-0000", "", StringComparison.Ordinal))] : [];

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task FirstCall_StartsThePluginOnce()
    {
        var (host, residents) = NewHost();

        await AddAsync(host, "c1");
        await AddAsync(host, "c2");

        Assert.Equal(["start"], Notes);
        Assert.True(residents.KeepHost);
        await residents.StopAllAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["start", "stop"], Notes);
        Assert.False(residents.KeepHost);
    }

    [Fact]
    public async Task NothingKept_KeepsNoHost()
    {
        var (host, residents) = NewHost();
        await AddAsync(host, "c1");

        Assert.Equal(0, (await host.ServeAsync(_fixture.Request("DEL", ChainFixture.Chain(Config)), default)).ExitCode);

        Assert.False(residents.KeepHost);
    }

    [Fact]
    public async Task KeepsHost_ThatThrows_KeepsItAndIsSaidOnce()
    {
        var (_, residents) = NewHost();
        await residents.EnsureStartedAsync("unsure", new UnsurePlugin(), TestContext.Current.CancellationToken);

        Assert.True(residents.KeepHost);
        Assert.True(residents.KeepHost);

        Assert.Contains("lost count", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostStart_WithDataOfAType_StartsItsPlugin()
    {
        var (host, residents) = NewHost();
        await residents.StartKnownAsync(host.Catalog);
        Assert.Empty(Notes);

        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "c1"), "kept");
        await residents.StartKnownAsync(host.Catalog);

        Assert.Equal(["start"], Notes);
    }

    [Fact]
    public async Task HostStart_WithDataOfAnAbsentType_WarnsAndGoesOn()
    {
        var (host, residents) = NewHost();
        Directory.CreateDirectory(Path.Combine(_fixture.Options.DataDirectory, "gone", "x"));

        await residents.StartKnownAsync(host.Catalog);

        Assert.Contains("no plugin \"gone\" is installed", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpdateResult_ChangesWhatTheJournalHas()
    {
        var (first, _) = NewHost();
        await AddAsync(first, "c1");
        await File.WriteAllTextAsync(Data + ".update", "");
        var (second, residents) = NewHost();

        await residents.StartKnownAsync(second.Catalog);

        Assert.Contains("update True", Notes);
        Assert.Equal("changed", _fixture.Entry.Result!.Dns!.Domain);
    }

    [Fact]
    public async Task ForegroundAdd_ThatLeavesWork_StartsAHostThatKeepsIt()
    {
        var socket = _fixture.PathOf("run/host.sock");
        var add = await RunAsync(("CNICHAIN_SOCKET", socket));
        add.AssertSuccess();
        try
        {
            var status = await StatusAsync(socket);
            Assert.NotEqual(0, status.GetProperty("pid").GetInt32());
            await WaitForAsync(() => Notes.Contains("start"));
        }
        finally
        {
            var pid = (await StatusAsync(socket)).GetProperty("pid").GetInt32();
            await WireClient.AskAsync(socket, RequestKind.HostStop, TestContext.Current.CancellationToken);
            await WaitForAsync(() => !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}")));
        }

        Assert.Contains("stop", Notes);
    }

    private (ChainHost Host, ResidentPlugins Residents) NewHost()
    {
        var residents = new ResidentPlugins(_fixture.Options, new ListLog(_warnings));
        return (new ChainHost(_fixture.Options) { Residents = residents }, residents);
    }

    private async Task AddAsync(ChainHost host, string id)
    {
        var reply = await host.ServeAsync(_fixture.Request("ADD", ChainFixture.Chain(Config)) with { ContainerId = id }, default);
        Assert.Equal(0, reply.ExitCode);
    }

    private async Task<Answer> RunAsync(params (string Name, string Value)[] variables)
    {
        using var run = await RunProcess.StartAsync(
            _fixture, "ADD", ChainFixture.Chain(Config), [.. variables, ("CNICHAIN_DATA", _fixture.Options.DataDirectory)]);
        return await run.AnswerAsync();
    }

    private static async Task<JsonElement> StatusAsync(string socket)
    {
        var reply = await WireClient.AskAsync(socket, RequestKind.HostStatus, TestContext.Current.CancellationToken);
        Assert.NotNull(reply);
        return JsonElement.Parse(reply.Stdout.Span);
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "it did not happen within a minute");
            await Task.Delay(20);
        }
    }

    private sealed class UnsurePlugin : ICniPlugin, IResidentPlugin
    {
        public bool KeepsHost => throw new InvalidOperationException("lost count");

        public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken) => Task.FromResult(CniResult.Empty);

        public Task DelAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(IResidentHost host, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class ListLog(List<string> warnings) : ICniLog
    {
        public void Info(string message)
        {
        }

        public void Warn(string message) => warnings.Add(message);
    }
}
