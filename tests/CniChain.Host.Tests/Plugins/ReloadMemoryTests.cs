using System.Diagnostics;
using System.Runtime.Loader;

namespace CniChain.Host.Tests.Plugins;

/// <summary>What many reloads leave. Alone in the process while it runs, since it watches the process's memory.</summary>
[CollectionDefinition(nameof(ReloadMemoryTests), DisableParallelization = true)]
[Collection(nameof(ReloadMemoryTests))]
public sealed class ReloadMemoryTests : IDisposable
{
    private readonly ReloadFixture _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task TwoHundredReloads_LeaveNoLoadContextAndNoMemory()
    {
        const int Reloads = 200;
        var contexts = new List<WeakReference>();
        long early = 0;
        for (var version = 1; version <= Reloads; version++)
        {
            _host.Install(version);
            Assert.Equal($"version-{version:0000}", await _host.VersionAsync());
            contexts.Add(_host.Listing.Loaded!.Context);
            if (version == 50)
            {
                await CollectAsync(contexts);
                early = Memory();
            }
        }

        await CollectAsync(contexts);

        Assert.Single(contexts, c => c.IsAlive);
        Assert.Equal(0, _host.Listing.Leaving);
        Assert.Single(AssemblyLoadContext.All, c => c.Assemblies.Any(a => a.GetName().Name == "Changing"));
        // 150 versions of what the plugin brings would be a hundred MiB of code and metadata.
        Assert.InRange(Memory() - early, long.MinValue, 48L << 20);
    }

    private static long Memory()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    /// <summary>Threads that wait for work and sockets kept for the next user are given up within seconds; then the collector takes the rest.</summary>
    private static Task CollectAsync(List<WeakReference> contexts) => ReloadTests.UntilAsync(() =>
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return contexts.Count(c => c.IsAlive) <= 1;
    });
}
