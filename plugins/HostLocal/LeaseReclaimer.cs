using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>
/// Gives back leases that nobody can hold any more: files without an owner, left by a crash or a power cut between creating and
/// writing, and leases written before this boot.
/// </summary>
/// <remarks>
/// Looked for only when an address is wanted and none is free, or a particular one is: a node that reboots keeps its leases until
/// then, as with the reference, and a container that comes back after a reboot under its old id gets through.
/// A later DEL of the sandbox that is gone finds another owner in the file, or none, and leaves it alone.
/// </remarks>
internal sealed class LeaseReclaimer(LeaseFolder leases, ICniLog log)
{
    /// <summary>How many were removed.</summary>
    public int Reclaimed { get; private set; }

    /// <summary>Removes a lease if nobody can hold it.</summary>
    /// <returns>Whether it was removed.</returns>
    public bool TryReclaim(IPAddress address)
    {
        if (leases.Find(address) is not { IsOrphan: true } lease)
        {
            return false;
        }

        log.Warn(lease.Owner is null
            ? $"host-local: reclaimed {address}, whose lease file in {leases.Path} names nobody"
            : $"host-local: reclaimed {address} of {lease.Owner}: leased before this boot");
        leases.Remove(address);
        Reclaimed++;
        return true;
    }

    /// <summary>Removes every such lease of a set.</summary>
    /// <returns>How many.</returns>
    public int ReclaimAll(RangeSet set)
    {
        var count = 0;
        foreach (var address in leases.Addresses())
        {
            count += set.RangeOf(address) is not null && TryReclaim(address) ? 1 : 0;
        }

        return count;
    }
}
