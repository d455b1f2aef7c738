using CniChain.Linux;

namespace CniChain.Plugins.Bridge.Verbs;

/// <summary>STATUS: whether the kernel has what this network's ADD needs, then the IPAM plugin.</summary>
internal static class Readiness
{
    /// <exception cref="CniException">Code 50: nftables cannot be used; or the IPAM plugin's own.</exception>
    public static async Task RunAsync(CniContext context, BridgeConfig config, CancellationToken cancellationToken)
    {
        if (config.IpMasq || config.MacSpoofCheck)
        {
            AskNftables(context, config);
        }

        if (context.Ipam.IsConfigured)
        {
            await context.Ipam.StatusAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void AskNftables(CniContext context, BridgeConfig config)
    {
        try
        {
            using var host = NetworkSide.Open(context.HostNetns);
            host.Nft.GetTables();
        }
        catch (LinuxException e)
        {
            var key = config.IpMasq ? "ipMasq" : "macspoofchk";
            throw new CniException(
                CniErrorCode.PluginNotAvailable,
                $"\"{key}\" needs nftables, which this host does not have: {e.Message}; load nf_tables, or set \"{key}\": false",
                null,
                e);
        }
    }
}
