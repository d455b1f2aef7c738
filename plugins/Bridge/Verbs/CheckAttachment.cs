using CniChain.Linux.Route;
using CniChain.Plugins.Bridge.Checks;
using CniChain.Plugins.Bridge.Nat;
using CniChain.Plugins.Bridge.Spoof;

namespace CniChain.Plugins.Bridge.Verbs;

/// <summary>CHECK: everything ADD made is compared with the result, and every difference is reported.</summary>
internal static class CheckAttachment
{
    /// <exception cref="CniException">Code 7: no prevResult. Code 100: names every difference. Or the IPAM plugin's own.</exception>
    public static async Task RunAsync(CniContext context, BridgeConfig config, CancellationToken cancellationToken)
    {
        var result = context.PrevResult ?? throw new CniException(
            CniErrorCode.InvalidNetworkConfig,
            "bridge: CHECK has no prevResult to compare with; the runtime has to pass the result of ADD");
        using (var host = NetworkSide.Open(context.HostNetns))
        using (var container = NetworkSide.Open(context.RequireNetns()))
        {
            var problems = KernelFailure.Guard("check the attachment", () => Compare(context, config, host, container, result));
            if (problems.Count > 0)
            {
                throw new CniException(CniErrorCode.AttachmentChanged, $"bridge: {string.Join("; ", problems)}");
            }
        }

        if (context.Ipam.IsConfigured)
        {
            await context.Ipam.CheckAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static List<string> Compare(
        CniContext context, BridgeConfig config, NetworkSide host, NetworkSide container, CniResult result)
    {
        var problems = new List<string>();
        var stated = StatedInterfaces.Find(result, config.Bridge, context.RequireAttachment().IfName);
        var bridge = BridgeCheck.Run(host, config, stated, problems);
        var end = ContainerCheck.Run(container, config, stated, problems);
        if (end is null)
        {
            return problems;
        }

        var isOurs = IsOurs(context, config, host, end);
        var port = PortCheck.Run(host, config, bridge, end, stated, isOurs ? context.RequireAttachment().OwnerTag : null, problems);
        if (port is not null && isOurs && config.MacSpoofCheck)
        {
            SpoofCheck.Check(host, port, end, context.RequireAttachment(), problems);
        }

        if (context.Ipam.IsConfigured)
        {
            var ips = stated.ContainerIps(result);
            AddressCheck.Run(container, end, ips, result.Routes, problems);
            GatewayCheck.Run(host, config, ips, problems);
            if (isOurs && config.IpMasq)
            {
                Masquerade.Check(host, ips, context.RequireAttachment(), problems);
            }
        }

        return problems;
    }

    /// <summary>
    /// A container from before the node moved here has a link without an owner, and is masqueraded and guarded by the reference
    /// plugin's own rules.
    /// </summary>
    private static bool IsOurs(CniContext context, BridgeConfig config, NetworkSide host, Link end) => config.IpMasq
        ? !new ReferenceRules(host.Nft, context.RequireAttachment()).HasMasquerade
        : end.PeerIndex is not { } index || host.Route.FindLink(index) is not { Alias: null };
}
