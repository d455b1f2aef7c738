using CniChain.Plugins.Bridge.Links;
using CniChain.Plugins.Bridge.Nat;
using CniChain.Plugins.Bridge.Spoof;

namespace CniChain.Plugins.Bridge.Verbs;

/// <summary>DEL.</summary>
/// <remarks>
/// Translation goes first, so that nothing leaves by the address any more when its rules are gone; the spoof check goes after the
/// port it guards; the address goes back last. A step that fails does not keep the others from being done, only the address from being
/// given away while something of it may be left.
/// </remarks>
internal static class RemoveAttachment
{
    /// <summary>Removes the attachment. Where the configuration is null, since it cannot be read, everything is looked for.</summary>
    public static async Task RunAsync(CniContext context, BridgeConfig? config, CancellationToken cancellationToken)
    {
        using (var host = NetworkSide.Open(context.HostNetns))
        using (var container = context.Netns is { } netns ? NetworkSide.Open(netns) : null)
        {
            var attachment = context.RequireAttachment();
            var failures = new Failures();
            IReadOnlyList<string> subnets = [];
            if (config?.IpMasq ?? true)
            {
                failures.Collect(
                    "remove masquerading",
                    () => subnets = Masquerade.RemoveUnused(host, Masquerade.Remove(host, context.PrevResult?.Ips, attachment)));
            }

            failures.Collect(
                $"remove \"{attachment.IfName}\"",
                () => ContainerLink.Remove(host, container, context, (config ?? new BridgeConfig()).Bridge));
            if (config?.MacSpoofCheck ?? true)
            {
                failures.Collect("remove the MAC spoof check", () => SpoofCheck.Remove(host, context.PrevResult, attachment));
            }

            // While the link went, the kernel has freed what was deleted before, which asking on and closing would else wait for.
            failures.Collect("remove masquerading rules", () => Masquerade.RemoveAllUnused(host, subnets));
            failures.Collect("remove the reference plugin's rules", () => RemoveReferenceRules(host, config, attachment));
            failures.ThrowIfAny();
        }

        if (context.Ipam.IsConfigured)
        {
            await context.Ipam.DelAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Of a container from before the node moved here. None is the usual case, and a question or two.</summary>
    private static void RemoveReferenceRules(NetworkSide host, BridgeConfig? config, Attachment attachment)
    {
        if (!host.HasNftables)
        {
            return;
        }

        var rules = new ReferenceRules(host.Nft, attachment);
        if (config?.IpMasq ?? true)
        {
            rules.RemoveMasquerade();
        }

        if (config?.MacSpoofCheck ?? true)
        {
            rules.RemoveSpoofCheck();
        }
    }
}
