using CniChain.Plugins.Bridge.Links;
using CniChain.Plugins.Bridge.Nat;
using CniChain.Plugins.Bridge.Spoof;

namespace CniChain.Plugins.Bridge.Verbs;

/// <summary>GC: what carries this network's name and belongs to no valid attachment goes, in DEL's order.</summary>
internal static class CollectGarbage
{
    public static async Task RunAsync(CniContext context, CancellationToken cancellationToken)
    {
        var owners = NetworkOwners.Of(context);
        var failures = new Failures();
        using (var host = NetworkSide.Open(context.HostNetns))
        {
            failures.Collect("collect masquerading", () => Found("element", Masquerade.Collect(host, owners)));
            failures.Collect("collect links", () => Found("link", NetworkLinks.Collect(host, owners)));
            failures.Collect("collect MAC spoof checks", () => Found("element", SpoofCheck.Collect(host, owners)));
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (context.Ipam.IsConfigured)
        {
            await failures.CollectAsync(() => context.Ipam.GcAsync(cancellationToken)).ConfigureAwait(false);
        }

        failures.ThrowIfAny();

        void Found(string kind, int count) => PluginMeter.Found(context.Config.Name, kind, count);
    }

    /// <summary>The same objects, those of valid attachments with them, and nothing removed.</summary>
    public static IReadOnlyList<HeldObject> List(CniContext context)
    {
        var owners = NetworkOwners.Of(context);
        using var host = NetworkSide.Open(context.HostNetns);
        return KernelFailure.Guard<IReadOnlyList<HeldObject>>("list the network's objects", () =>
        [
            .. Masquerade.List(host, owners).Select(h => h.Object),
            .. NetworkLinks.List(host, owners).Select(h => h.Object),
            .. SpoofCheck.List(host, owners).Select(h => h.Object),
        ]);
    }
}
