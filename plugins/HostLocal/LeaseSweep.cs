using CniChain.Linux;

namespace CniChain.Plugins.HostLocal;

/// <summary>GC of one network's leases.</summary>
internal static class LeaseSweep
{
    /// <summary>
    /// Removes every lease that no valid attachment owns. An empty list means that none is valid; a file of an old release, which holds
    /// the container id alone, is valid when any attachment has that id; a file that names nobody is not.
    /// </summary>
    /// <exception cref="CniException">Code 5, after all the rest was done: names what could not be removed.</exception>
    public static void Run(LeaseFolder leases, CniContext context)
    {
        var valid = new HashSet<LeaseOwner>();
        foreach (var attachment in context.ValidAttachments)
        {
            var owner = LeaseOwner.Of(attachment);
            valid.Add(owner);
            valid.Add(owner.WithoutIfName);
        }

        var failures = new List<string>();
        var found = 0;
        foreach (var address in leases.Addresses())
        {
            try
            {
                if (leases.Find(address) is { } lease && (lease.Owner is null || !valid.Contains(lease.Owner)))
                {
                    found++;
                    leases.Remove(address);
                    context.Log.Info($"host-local: released {address} of {lease.Owner?.ToString() ?? "nobody"}");
                }
            }
            catch (LinuxException e)
            {
                failures.Add(e.Message);
            }
        }

        PluginMeter.Found(context.Config.Name, "lease", found);
        if (failures.Count > 0)
        {
            throw new CniException(CniErrorCode.IoFailure, $"host-local: {string.Join("; ", failures)}");
        }
    }
}
