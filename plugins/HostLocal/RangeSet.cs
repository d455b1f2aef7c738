using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>Ranges of one family from which an attachment gets one address.</summary>
/// <param name="Index">The set's place, which names its last_reserved_ip file.</param>
/// <param name="Ranges">The ranges, in order; at least one.</param>
internal sealed record RangeSet(int Index, IReadOnlyList<AddressRange> Ranges)
{
    /// <summary>How many addresses the set can hand out.</summary>
    public UInt128 Count => Ranges.Aggregate(UInt128.Zero, (sum, r) => sum + r.Count);

    /// <summary>The range an address lies in; null when in none.</summary>
    public AddressRange? RangeOf(IPAddress address)
    {
        foreach (var range in Ranges)
        {
            if (range.Contains(address))
            {
                return range;
            }
        }

        return null;
    }

    public bool Overlaps(RangeSet other) => Ranges.Any(r => other.Ranges.Any(r.Overlaps));

    /// <summary>
    /// Every address that may be handed out, once, beginning behind the one given last (round robin, so that an address rests before
    /// it is used again), gateways left out.
    /// </summary>
    /// <param name="last">The address given last; null, or one that is in no range any more, begins at the first range.</param>
    public IEnumerable<(IPAddress Address, AddressRange Range)> From(IPAddress? last)
    {
        var first = 0;
        UInt128? after = null;
        for (var i = 0; last is not null && i < Ranges.Count; i++)
        {
            if (Ranges[i].Contains(last))
            {
                (first, after) = (i, IpPrefix.ToNumber(last));
                break;
            }
        }

        // The range begun in the middle comes twice: its rest first, its beginning last.
        for (var step = 0; step <= Ranges.Count; step++)
        {
            var range = Ranges[(first + step) % Ranges.Count];
            var (start, end) = (IpPrefix.ToNumber(range.Start), IpPrefix.ToNumber(range.End));
            if ((step == 0 && after == end) || (step == Ranges.Count && after is null))
            {
                continue;
            }

            start = step == 0 && after is { } given ? given + 1 : start;
            end = step == Ranges.Count && after is { } turned ? turned : end;

            // Counted rather than compared: behind ffff:...:ffff, which IPv6 hands out, comes 0.
            for (var i = UInt128.Zero; i <= end - start; i++)
            {
                var address = IpPrefix.FromNumber(start + i, range.Family);
                if (!address.Equals(range.Gateway))
                {
                    yield return (address, range);
                }
            }
        }
    }

    public override string ToString() => string.Join(", ", Ranges);
}
