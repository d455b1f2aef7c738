namespace CniChain.Plugins.Dhcp;

/// <summary>CHECK of one lease: its file and its times are looked at, and nobody is asked.</summary>
internal static class LeaseCheck
{
    /// <exception cref="CniException">Code 11: there is no lease, or it has ended; 999: its address is not the result's.</exception>
    public static void Run(CniContext context, LeaseFolder folder, LeaseKey key)
    {
        var record = LeaseFolder.Read(folder.FileOf(key));
        if (record is null || record.Boot != Boot.Id || !LeaseRecords.TryGetLease(record, out var lease))
        {
            throw new CniException(
                CniErrorCode.TryAgainLater,
                record is null
                    ? $"dhcp: {key} has no lease in {context.DataDirectory}; DEL and ADD the container again"
                    : $"dhcp: {key} is without an address, its lease having ended; another is being asked for");
        }

        if (lease.Expires <= BootClock.Now)
        {
            throw new CniException(
                CniErrorCode.TryAgainLater,
                $"dhcp: the lease of {key} for {lease.Address} has ended and nobody extended it; is the host running (cnichain host status)?");
        }

        if (context.PrevResult is { Ips.Count: > 0 } result && !result.Ips.Any(ip => ip.Address.Address.Equals(lease.Address)))
        {
            throw new CniException(
                CniErrorCode.AttachmentChanged,
                $"dhcp: {key} has {lease.Address} of {lease.Server} by now, which the result it is compared with does not have");
        }
    }
}
