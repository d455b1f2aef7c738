using CniChain.Plugins.Macvlan.Links;

namespace CniChain.Plugins.Macvlan.Verbs;

/// <summary>STATUS: whether the master is there and carries the MTU, then the IPAM plugin.</summary>
internal static class Readiness
{
    /// <exception cref="CniException">Code 50: the master is not there, or too small for the MTU; 51: it is down; or the IPAM plugin's own.</exception>
    public static async Task RunAsync(CniContext context, MacvlanConfig config, CancellationToken cancellationToken)
    {
        // A master in a container is known with the container.
        if (!config.LinkInContainer)
        {
            RequireMaster(context, config);
        }

        if (context.Ipam.IsConfigured)
        {
            await context.Ipam.StatusAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void RequireMaster(CniContext context, MacvlanConfig config)
    {
        try
        {
            using var host = NetworkSide.Open(context.HostNetns);
            var master = Master.Find(host, config);
            if (!master.IsUp)
            {
                throw new CniException(
                    CniErrorCode.PluginNotAvailableDegraded,
                    $"\"master\" \"{master.Name}\" is down, so nothing leaves a container, those attached included; run: ip link set {master.Name} up");
            }
        }
        catch (CniException e) when (e.Code == CniErrorCode.InvalidNetworkConfig)
        {
            throw new CniException(CniErrorCode.PluginNotAvailable, e.Message, e.Details, e);
        }
    }
}
