using System.Diagnostics;
using System.Diagnostics.Metrics;
using CniChain.Linux;
using CniChain.Linux.Route;
using CniChain.TestLibrary;

namespace CniChain.TestPlugins;

/// <summary>
/// Returns an interface named by its version, a literal that a test changes in the built file. Works as a proper plugin does: in the
/// container's namespace, over netlink, with spans and counters. "wait" names a file that ADD waits for; "ended" one that its end writes to.
/// </summary>
[CniPlugin("changing")]
public sealed class ChangingPlugin : ICniPlugin, IDisposable
{
    private static readonly ActivitySource s_source = new("TestPlugins.Changing");
    private readonly Meter _meter = new("TestPlugins.Changing");
    private readonly Counter<long> _calls;
    private string? _ended;

    // No constant: that would stand in the file twice.
    private static string Version => "version-0000";

    public ChangingPlugin()
    {
        _calls = _meter.CreateCounter<long>("calls");
        _meter.CreateObservableGauge("answer", static () => 42);
    }

    public async Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        using var span = s_source.StartActivity(Library.Name);
        _calls.Add(1);
        _ended = context.Config.Root.GetString("ended");
        using var netns = NetworkNamespace.FromHandle(context.RequireNetns());
        using var route = RouteSocket.Open(netns);
        var mtu = route.GetLinks()[0].Mtu;
        if (context.Config.Root.GetString("wait") is { } file)
        {
            await File.WriteAllTextAsync(file + ".waiting", "", cancellationToken);
            while (!File.Exists(file))
            {
                await Task.Delay(10, cancellationToken);
            }
        }

        return new CniResult { Interfaces = [new CniInterface { Name = Version, Sandbox = context.NetnsPath, Mtu = (int)mtu }] };
    }

    public Task DelAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _meter.Dispose();
        s_source.Dispose();
        if (_ended is not null)
        {
            File.AppendAllText(_ended, Version + "\n");
        }
    }
}
