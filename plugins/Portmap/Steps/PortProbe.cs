using System.Runtime.InteropServices;
using CniChain.Linux;
using CniChain.Plugins.Portmap.Kernel;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>STATUS: whether this kernel takes what ADD will send.</summary>
internal static class PortProbe
{
    /// <exception cref="CniException">Code 50, with the kernel's words.</exception>
    public static void Run(SafeHandle hostNetns, TimeProvider time)
    {
        try
        {
            using var host = NetworkNamespace.FromHandle(hostNetns);
            RulesetProbe.Run(
                host,
                PortTable.Table.Family,
                "portmap",
                static (batch, table) => Scaffold.Add(batch, table, [.. ConstantChains.All, SourceNatChain.Of(SourceNat.Everything)]),
                time);
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
}
