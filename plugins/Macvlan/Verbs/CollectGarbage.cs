using CniChain.Plugins.Macvlan.Links;

namespace CniChain.Plugins.Macvlan.Verbs;

/// <summary>GC: this network's interfaces that belong to no valid attachment go, then the addresses.</summary>
internal static class CollectGarbage
{
    public static async Task RunAsync(CniContext context, CancellationToken cancellationToken)
    {
        var failures = new Failures();
        failures.Collect("collect links", () => CollectLinks(context, cancellationToken));
        if (context.Ipam.IsConfigured)
        {
            await failures.CollectAsync(() => context.Ipam.GcAsync(cancellationToken)).ConfigureAwait(false);
        }

        failures.ThrowIfAny();
    }

    /// <summary>The same interfaces, those of valid attachments with them, and nothing removed.</summary>
    public static IReadOnlyList<HeldObject> List(CniContext context, CancellationToken cancellationToken) => KernelFailure.Guard(
        "list the network's links",
        () => NetworkLinks.Walk(context, NetworkOwners.Of(context), cancellationToken).Select(found => found.Held.Object).ToList());

    private static void CollectLinks(CniContext context, CancellationToken cancellationToken)
    {
        foreach (var (container, (found, link)) in NetworkLinks.Walk(context, NetworkOwners.Of(context), cancellationToken))
        {
            if (found.IsStale)
            {
                context.Log.Info($"macvlan: removing \"{found.Name}\", left of {link.Alias}");
                MacvlanLink.Delete(container, link);
            }
        }
    }
}
