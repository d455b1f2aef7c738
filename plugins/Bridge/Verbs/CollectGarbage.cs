using CniChain.Plugins.Bridge.Links;
using CniChain.Plugins.Bridge.Nat;
using CniChain.Plugins.Bridge.Spoof;

namespace CniChain.Plugins.Bridge.Verbs;

/// <summary>GC: what carries this network's name and belongs to no valid attachment goes, in DEL's order.</summary>
internal static class CollectGarbage
{
    public static async Task RunAsync(CniContext context, CancellationToken cancellationToken)
    {
        var stale = new StaleOwners(context.Config.Name, context.ValidAttachments);
        var failures = new Failures();
        using (var host = NetworkSide.Open(context.HostNetns))
        {
            failures.Collect("collect masquerading", () => Found("element", Masquerade.Collect(host, stale)));
            failures.Collect("collect links", () => Found("link", CollectLinks(host, stale)));
            failures.Collect("collect MAC spoof checks", () => Found("element", SpoofCheck.Collect(host, stale)));
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (context.Ipam.IsConfigured)
        {
            await failures.CollectAsync(() => context.Ipam.GcAsync(cancellationToken)).ConfigureAwait(false);
        }

        failures.ThrowIfAny();

        void Found(string kind, int count) => PluginMeter.Found(context.Config.Name, kind, count);
    }

    private static int CollectLinks(NetworkSide host, StaleOwners stale)
    {
        var indices = new List<int>();
        foreach (var link in host.Route.GetLinks(kind: "veth"))
        {
            if (stale.Contains(link.Alias))
            {
                indices.Add(link.Index);
            }
        }

        ContainerLink.Delete(host, indices);
        return indices.Count;
    }
}
