using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.Loader;

namespace CniChain.Plugins;

/// <summary>A plugin's meter, named after its assembly, and what every plugin that collects garbage counts.</summary>
/// <remarks>host/README.md has the table of names. Nobody listens in a process of one call, and then nothing is made or counted.</remarks>
internal static class PluginMeter
{
    private static readonly Lazy<Meter> s_meter = new(Create);

    private static readonly Lazy<Counter<long>> s_found = new(
        static () => s_meter.Value.CreateCounter<long>("cni.gc.found", "{object}", "What garbage collection found to belong to nobody."));

    /// <summary>The meter.</summary>
    public static Meter Meter => s_meter.Value;

    /// <summary>
    /// Whether anybody could listen: the host sets this switch when it stays, or exports. Making a meter costs a process of one call more
    /// than an address does.
    /// </summary>
    public static bool IsOn => AppContext.TryGetSwitch("CniChain.Metrics", out var on) && on;

    /// <summary>Counts what GC found.</summary>
    /// <param name="network">The network.</param>
    /// <param name="kind">"lease", "link" or "element".</param>
    /// <param name="count">How many.</param>
    public static void Found(string network, string kind, int count)
    {
        if (count > 0 && IsOn)
        {
            s_found.Value.Add(count, new TagList { { "cni.network", network }, { "cni.object.kind", kind } });
        }
    }

    private static Meter Create()
    {
        var meter = new Meter(typeof(PluginMeter).Assembly.GetName().Name!);
        // The runtime keeps a list of all meters: one that is not disposed of would keep its plugin from ever being unloaded.
        if (AssemblyLoadContext.GetLoadContext(typeof(PluginMeter).Assembly) is { IsCollectible: true } context)
        {
            context.Unloading += _ => meter.Dispose();
        }

        return meter;
    }
}
