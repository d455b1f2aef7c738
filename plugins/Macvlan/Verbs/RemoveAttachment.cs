using CniChain.Plugins.Macvlan.Links;

namespace CniChain.Plugins.Macvlan.Verbs;

/// <summary>DEL. A namespace that is gone took the interface along; the address goes back after the interface is gone.</summary>
internal static class RemoveAttachment
{
    public static async Task RunAsync(CniContext context, CancellationToken cancellationToken)
    {
        if (context.Netns is { } netns)
        {
            using var container = NetworkSide.Open(netns);
            KernelFailure.Guard($"remove \"{context.RequireAttachment().IfName}\"", () => MacvlanLink.Remove(container, context));
        }

        if (context.Ipam.IsConfigured)
        {
            await context.Ipam.DelAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
