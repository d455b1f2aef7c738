using CniChain.Linux;
using CniChain.Plugins.Macvlan.Links;
using CniChain.Plugins.Macvlan.Namespaces;

namespace CniChain.Plugins.Macvlan.Verbs;

/// <summary>
/// GC. An interface goes with its container's namespace, so only one whose namespace still exists can be left over, and its address must
/// not be given away while it has it: every namespace of the machine is looked into for this network's owners.
/// </summary>
internal static class CollectGarbage
{
    public static async Task RunAsync(CniContext context, CancellationToken cancellationToken)
    {
        var stale = new StaleOwners(context.Config.Name, context.ValidAttachments);
        var failures = new Failures();
        failures.Collect("collect links", () => CollectLinks(context, stale, cancellationToken));
        if (context.Ipam.IsConfigured)
        {
            await failures.CollectAsync(() => context.Ipam.GcAsync(cancellationToken)).ConfigureAwait(false);
        }

        failures.ThrowIfAny();
    }

    private static void CollectLinks(CniContext context, StaleOwners stale, CancellationToken cancellationToken)
    {
        using var host = NetworkNamespace.FromHandle(context.HostNetns);
        var linkInContainer = context.Config.Root.GetBool("linkInContainer");
        foreach (var path in NamespaceWalk.Paths())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (NetworkNamespace.TryOpenPath(path, out var ns))
            {
                using (ns)
                {
                    Collect(ns, host, linkInContainer, stale, context.Log);
                }
            }
        }
    }

    private static void Collect(NetworkNamespace ns, NetworkNamespace host, bool linkInContainer, StaleOwners stale, ICniLog log)
    {
        using var container = NetworkSide.Open(ns.Handle);
        foreach (var link in container.Route.GetLinks(kind: "macvlan"))
        {
            // The machine may hold other nodes with a network of this name, as tests and nested clusters are.
            var isOnThisNode = link.PeerNamespaceId is { } id ? container.Route.FindNamespaceId(host) == id : linkInContainer;
            if (isOnThisNode && stale.Contains(link.Alias))
            {
                log.Info($"macvlan: removing \"{link.Name}\", left of {link.Alias}");
                MacvlanLink.Delete(container, link);
            }
        }
    }
}
