using CniChain.Linux;

namespace CniChain.Plugins.HostLocal;

/// <summary>GC of one network's leases.</summary>
internal static class LeaseSweep
{
    /// <summary>Removes every lease that no valid attachment owns; see <see cref="NetworkLeases"/>.</summary>
    /// <param name="leases">The folder, locked.</param>
    /// <param name="index">What is told of each lease that goes.</param>
    /// <param name="context">GC's call.</param>
    /// <exception cref="CniException">Code 5, after all the rest was done: names what could not be removed.</exception>
    public static void Run(LeaseFolder leases, LeaseIndex index, CniContext context)
    {
        var failures = new List<string>();
        var found = 0;
        foreach (var (address, lease) in NetworkLeases.List(leases, context.ValidAttachments, failures))
        {
            if (!lease.IsStale)
            {
                continue;
            }

            try
            {
                found++;
                leases.Remove(address);
                index.Forget(new LeaseOwner(lease.ContainerId ?? "", lease.IfName), address);
                context.Log.Info($"host-local: released {address} of {OwnerText(lease)}");
            }
            catch (LinuxException e)
            {
                failures.Add(e.Message);
            }
        }

        if (found > 0)
        {
            index.Keep();
        }

        PluginMeter.Found(context.Config.Name, "lease", found);
        if (failures.Count > 0)
        {
            throw new CniException(CniErrorCode.IoFailure, $"host-local: {string.Join("; ", failures)}");
        }
    }

    private static string OwnerText(HeldObject lease) => lease switch
    {
        { ContainerId: null } => "nobody",
        { IfName: null } => lease.ContainerId,
        _ => $"{lease.ContainerId} ({lease.IfName})",
    };
}
