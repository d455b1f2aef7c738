using System.Diagnostics;
using System.Runtime.Loader;

namespace CniChain.Plugins.Dhcp;

/// <summary>Spans of what happens to leases between calls, each a trace of its own.</summary>
/// <remarks>Names of attributes as the host's; host/README.md has the table.</remarks>
internal static class DhcpActivitySource
{
    public const string Name = "CniChain.Plugins.Dhcp";

    private static readonly ActivitySource s_source = Create();

    /// <summary>Begins the span of a change; null when nobody listens.</summary>
    /// <param name="what">"lease changed", "lease lost" or "lease released".</param>
    /// <param name="record">The lease's record.</param>
    /// <param name="before">The lease before; null for none.</param>
    /// <param name="after">The lease now; null for none.</param>
    public static Activity? StartChange(string what, LeaseRecord record, Lease? before, Lease? after)
    {
        // On the loop's thread, which may have been started from within some ADD: not that one's child.
        Activity.Current = null;
        var activity = s_source.StartActivity($"dhcp {what}");
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("cni.network", record.Network)
                .SetTag("container.id", record.ContainerId)
                .SetTag("network.interface.name", record.IfName)
                .SetTag("cni.dhcp.address.before", before?.Address.ToString())
                .SetTag("cni.dhcp.address", after?.Address.ToString())
                .SetTag("cni.dhcp.server", (after ?? before)?.Server.ToString());
        }

        return activity;
    }

    private static ActivitySource Create()
    {
        var source = new ActivitySource(Name);
        // The runtime keeps a list of all sources: one that is not disposed of would keep its plugin from ever being unloaded.
        if (AssemblyLoadContext.GetLoadContext(typeof(DhcpActivitySource).Assembly) is { IsCollectible: true } context)
        {
            context.Unloading += _ => source.Dispose();
        }

        return source;
    }
}
