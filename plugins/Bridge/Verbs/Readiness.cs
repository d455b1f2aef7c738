using System.Net;
using CniChain.Linux;
using CniChain.Linux.Nftables;
using CniChain.Plugins.Bridge.Nat;
using CniChain.Plugins.Bridge.Spoof;
using Tmds.Linux;

namespace CniChain.Plugins.Bridge.Verbs;

/// <summary>STATUS: whether the kernel has what this network's ADD needs, then the IPAM plugin.</summary>
internal static class Readiness
{
    // One subnet of each family: what the masquerading rules of any need.
    private static readonly Leaves[] s_subnets =
    [
        new(new IPNetwork(new IPAddress([192, 0, 2, 0]), 24)),
        new(new IPNetwork(new IPAddress([0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 64)),
    ];

    /// <exception cref="CniException">Code 50: the kernel lacks something, or another link has the bridge's name; or the IPAM plugin's own.</exception>
    public static async Task RunAsync(CniContext context, BridgeConfig config, CancellationToken cancellationToken)
    {
        using (var host = NetworkSide.Open(context.HostNetns))
        {
            RequireBridgeName(host, config);
            if (config.IpMasq)
            {
                TryRules("ipMasq", host, Leaves.Table.Family, Masquerading, context.Time);
            }

            if (config.MacSpoofCheck)
            {
                TryRules("macspoofchk", host, SpoofRules.Table.Family, SpoofRules.Define, context.Time);
            }
        }

        if (context.Ipam.IsConfigured)
        {
            await context.Ipam.StatusAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void RequireBridgeName(NetworkSide host, BridgeConfig config)
    {
        if (KernelFailure.Guard($"look for bridge \"{config.Bridge}\"", () => host.Route.FindLink(config.Bridge)) is { Kind: not "bridge" } other)
        {
            throw new CniException(
                CniErrorCode.PluginNotAvailable,
                $"\"bridge\" is \"{config.Bridge}\", which is a link of kind {other.Kind ?? "ethernet"}; name another bridge, or remove that link");
        }
    }

    private static void Masquerading(NftBatch batch, NftTable table)
    {
        foreach (var subnet in s_subnets)
        {
            subnet.Define(batch, table);
        }
    }

    private static void TryRules(string key, NetworkSide host, NftFamily family, Action<NftBatch, NftTable> define, TimeProvider time)
    {
        try
        {
            RulesetProbe.Run(host.Namespace, family, key, define, time);
        }
        catch (LinuxException e) when (e.Errno == LibC.EPERM)
        {
            throw new CniException(CniErrorCode.PluginNotAvailable, $"\"{key}\": {e.Message}; {KernelFailure.Capabilities}", null, e);
        }
        catch (LinuxException e)
        {
            throw new CniException(
                CniErrorCode.PluginNotAvailable,
                $"\"{key}\" needs nftables rules that this host's kernel does not take: {e.Message}; "
                + $"load {(key == "ipMasq" ? "nf_tables, nft_chain_nat and nft_masq" : "nf_tables and nf_tables' bridge family")}, or set \"{key}\": false",
                null,
                e);
        }
    }
}
