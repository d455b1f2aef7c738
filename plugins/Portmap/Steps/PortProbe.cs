using System.Runtime.InteropServices;
using CniChain.Linux;
using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Kernel;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>STATUS: whether this kernel takes what ADD will send.</summary>
/// <remarks>
/// The same chains and maps, in a table of another name that the same transaction deletes: the kernel checks and loads everything
/// (nat, fib, ct, maps), and nothing stays. That is quicker than a transaction that fails, which waits for an RCU grace period.
/// </remarks>
internal static class PortProbe
{
    /// <exception cref="CniException">Code 50, with the kernel's words.</exception>
    public static void Run(SafeHandle hostNetns)
    {
        try
        {
            using var host = NetworkNamespace.FromHandle(hostNetns);
            using var nft = NftSocket.Open(host);
            nft.Commit(Batch());
        }
        catch (LinuxException e)
        {
            throw new CniException(
                CniErrorCode.PluginNotAvailable,
                $"portmap: the kernel does not take the nftables rules that publish ports: {e.Message}",
                "Needed: nf_tables with inet, nat, masquerade, fib and ct, and the capability CAP_NET_ADMIN.",
                e);
        }
    }

    private static NftBatch Batch()
    {
        // A name of its own: two probes at once must not meet.
        var probe = new NftTable(PortTable.Table.Family, $"cnichain_probe_{Guid.NewGuid():N}");
        var batch = new NftBatch();
        Scaffold.Add(batch, probe, [.. ConstantChains.All, SourceNatChain.Of(SourceNat.Everything)]);
        return batch.DeleteTable(probe);
    }
}
