using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>
/// Gives back leases that nobody can hold any more: files without an owner, left by a crash inside the lock, and leases written before
/// this boot, whose sandbox went down with the kernel it lived in.
/// </summary>
/// <remarks>
/// Looked for only when an address is wanted and none is free, or a particular one is: a node that reboots keeps its leases until
/// then, as with the reference, and a container that comes back after a reboot under its old id gets through.
/// A later DEL of the sandbox that is gone finds another owner in the file, or none, and leaves it alone.
/// </remarks>
internal sealed class LeaseReclaimer(LeaseDirectory leases, DateTime bootTime, ICniLog log)
{
    // A clock that is set at boot, after the first leases, must not make them look older than the boot.
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(5);

    /// <summary>Removes a lease if nobody can hold it.</summary>
    /// <returns>Whether it was removed.</returns>
    public bool TryReclaim(IPAddress address)
    {
        if (!leases.TryRead(address, out var owner) || (owner is not null && leases.WrittenAt(address) >= bootTime - s_margin))
        {
            return false;
        }

        log.Warn(owner is null
            ? $"host-local: reclaimed {address}, whose lease file in {leases.Path} is empty"
            : $"host-local: reclaimed {address} of {owner}: leased before this boot");
        leases.Remove(address);
        return true;
    }

    /// <summary>Removes every such lease of a set.</summary>
    /// <returns>How many.</returns>
    public int ReclaimAll(RangeSet set)
    {
        var count = 0;
        foreach (var address in leases.Addresses().Where(a => set.RangeOf(a) is not null).ToList())
        {
            count += TryReclaim(address) ? 1 : 0;
        }

        return count;
    }
}
