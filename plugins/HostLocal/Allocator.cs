using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>Finds an address of a set for an attachment and creates its lease.</summary>
internal sealed class Allocator(LeaseDirectory leases, LeaseReclaimer reclaimer, LeaseOwner owner)
{
    // A try costs about as much as a name in a listing; where so many in a row are taken, one listing is cheaper than going on.
    private const int TriesBeforeListing = 32;

    /// <summary>Takes the address asked for.</summary>
    /// <exception cref="CniException">Code 7 for a gateway, 11 when somebody else holds it.</exception>
    public CniIp TakeRequested(RangeSet set, IPAddress address)
    {
        var range = set.RangeOf(address)!;
        if (address.Equals(range.Gateway))
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig, $"host-local: the requested address {address} is the gateway of {range.Subnet}; ask for another");
        }

        if (!leases.TryCreate(address, owner) && !(reclaimer.TryReclaim(address) && leases.TryCreate(address, owner)))
        {
            leases.TryRead(address, out var holder);
            throw new CniException(
                CniErrorCode.TryAgainLater,
                $"host-local: the requested address {address} is held by {holder?.ToString() ?? "an unfinished lease"}; "
                + "ask for another, or remove that container first");
        }

        return Taken(set, address, range);
    }

    /// <summary>Takes the next free address, round robin.</summary>
    /// <exception cref="CniException">Code 11 when the set is exhausted.</exception>
    public CniIp TakeNext(RangeSet set)
    {
        var last = leases.ReadLast(set.Index);
        return TryTakeNext(set, last)
            ?? (reclaimer.ReclaimAll(set) > 0 ? TryTakeNext(set, last) : null)
            ?? throw new CniException(
                CniErrorCode.TryAgainLater,
                $"host-local: no address is free in {set}: all {set.Count} are leased in {leases.Path}",
                "remove containers, widen the range, or run `cnichain gc` to release leases whose container is gone");
    }

    private CniIp? TryTakeNext(RangeSet set, IPAddress? last)
    {
        HashSet<IPAddress>? taken = null;
        var tries = 0;
        foreach (var (address, range) in set.From(last))
        {
            if (tries++ == TriesBeforeListing)
            {
                taken = [.. leases.Addresses()];
            }

            if (taken?.Contains(address) != true && leases.TryCreate(address, owner))
            {
                return Taken(set, address, range);
            }
        }

        return null;
    }

    private CniIp Taken(RangeSet set, IPAddress address, AddressRange range)
    {
        leases.WriteLast(set.Index, address);
        return new CniIp { Address = new IpPrefix(address, range.Subnet.PrefixLength), Gateway = range.Gateway };
    }
}
