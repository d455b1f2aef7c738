using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>Finds addresses of sets for one attachment and creates their leases.</summary>
internal sealed class Allocator(LeaseFolder leases, LeaseReclaimer reclaimer, LeaseOwner owner)
{
    // A try costs about as much as a few names in a listing; where so many in a row are taken, one listing is cheaper than going on.
    private const int TriesBeforeListing = 32;

    private readonly List<IPAddress> _taken = [];

    /// <summary>The addresses taken so far.</summary>
    public IReadOnlyList<IPAddress> Taken => _taken;

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

        if (!TryTake(set, address) && !(reclaimer.TryReclaim(address) && TryTake(set, address)))
        {
            throw new CniException(
                CniErrorCode.TryAgainLater,
                $"host-local: the requested address {address} is held by {leases.Find(address)?.Owner?.ToString() ?? "an unfinished lease"}; "
                + "ask for another, or remove that container first");
        }

        return Ip(address, range);
    }

    /// <summary>Takes an address that the container has, and whose lease is lost.</summary>
    /// <exception cref="CniException">Code 100: it is somebody else's by now.</exception>
    public void TakeBack(RangeSet set, IPAddress address)
    {
        if (!TryTake(set, address) && !(reclaimer.TryReclaim(address) && TryTake(set, address)))
        {
            throw new CniException(
                CniErrorCode.AttachmentChanged,
                $"host-local: {address} is leased to {leases.Find(address)?.Owner?.ToString() ?? "an unfinished lease"} by now, not to {owner}; "
                + "DEL and ADD the container again");
        }
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

    /// <summary>Removes the leases again.</summary>
    public void GiveBack()
    {
        _taken.ForEach(leases.Remove);
        _taken.Clear();
    }

    private CniIp? TryTakeNext(RangeSet set, IPAddress? last)
    {
        HashSet<IPAddress>? leased = null;
        var tries = 0;
        foreach (var (address, range) in set.From(last))
        {
            if (tries++ == TriesBeforeListing)
            {
                leased = [.. leases.Addresses()];
            }

            if (leased?.Contains(address) != true && TryTake(set, address))
            {
                return Ip(address, range);
            }
        }

        return null;
    }

    private bool TryTake(RangeSet set, IPAddress address)
    {
        if (!leases.TryCreate(address, owner))
        {
            return false;
        }

        _taken.Add(address);
        leases.WriteLast(set.Index, address);
        return true;
    }

    private static CniIp Ip(IPAddress address, AddressRange range) =>
        new() { Address = new IpPrefix(address, range.Subnet.PrefixLength), Gateway = range.Gateway };
}
