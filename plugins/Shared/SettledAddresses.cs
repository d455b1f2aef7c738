using CniChain.Linux.Route;

namespace CniChain.Plugins;

/// <summary>Waits for the end of duplicate address detection (RFC 4862, 5.4).</summary>
internal static class SettledAddresses
{
    // One probe after a delay of up to a second, and a second to wait for its answer (RFC 4862, 5.4.2); room for a loaded node.
    private static readonly TimeSpan s_detection = TimeSpan.FromSeconds(5);

    /// <param name="container">The container.</param>
    /// <param name="link">The index of its interface.</param>
    /// <param name="ifName">Its name.</param>
    /// <param name="ips">What "ipam" gave; the interface's link-local address is the kernel's own affair.</param>
    /// <exception cref="CniException">Code 11: an address is somebody else's, or the kernel does not come to an end.</exception>
    public static void Await(NetworkSide container, int link, string ifName, IReadOnlyList<CniIp> ips)
    {
        var addresses = KernelFailure.Guard($"detect duplicates of the addresses of \"{ifName}\"", () =>
        {
            using var monitor = LinkMonitor.Open(container.Namespace);
            return monitor.WaitForDuplicateDetection(link, s_detection);
        });
        foreach (var address in addresses)
        {
            if ((address.IsDuplicate || address.IsTentative) && ips.Any(ip => ip.Address.Address.Equals(address.Address)))
            {
                throw new CniException(
                    CniErrorCode.TryAgainLater,
                    address.IsDuplicate
                        ? $"duplicate address detection: somebody else on the link has {address.Address}, which \"ipam\" gave to \"{ifName}\""
                        : $"duplicate address detection of {address.Address} on \"{ifName}\" did not end within {s_detection.TotalSeconds} s");
            }
        }
    }
}
