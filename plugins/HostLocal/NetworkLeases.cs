using System.Net;
using CniChain.Linux;

namespace CniChain.Plugins.HostLocal;

/// <summary>All leases of one network, and which of them GC takes away.</summary>
internal static class NetworkLeases
{
    /// <summary>
    /// Reads them. Stale is what no valid attachment owns: with an empty list, everything; a file of an old release, which holds the
    /// container id alone, is valid when any attachment has that id; a file that names nobody is not.
    /// </summary>
    /// <param name="leases">The folder, locked.</param>
    /// <param name="valid">GC's list.</param>
    /// <param name="failures">What could not be read is told here and left out.</param>
    public static List<(IPAddress Address, HeldObject Object)> List(LeaseFolder leases, IReadOnlyList<Attachment> valid, List<string> failures)
    {
        var owners = new HashSet<LeaseOwner>();
        foreach (var attachment in valid)
        {
            var owner = LeaseOwner.Of(attachment);
            owners.Add(owner);
            owners.Add(owner.WithoutIfName);
        }

        var found = new List<(IPAddress, HeldObject)>();
        foreach (var address in leases.Addresses())
        {
            try
            {
                if (leases.Find(address) is { } lease)
                {
                    found.Add((address, Describe(leases, address, lease, lease.Owner is null || !owners.Contains(lease.Owner))));
                }
            }
            catch (LinuxException e)
            {
                failures.Add(e.Message);
            }
        }

        return found;
    }

    private static HeldObject Describe(LeaseFolder leases, IPAddress address, Lease lease, bool isStale) => new()
    {
        Kind = "lease",
        Name = address.ToString(),
        Detail = $"in {leases.Path}",
        ContainerId = lease.Owner?.ContainerId,
        IfName = lease.Owner?.IfName,
        IsStale = isStale,
    };
}
