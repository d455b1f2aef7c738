namespace CniChain.Plugins.Bridge.Config;

/// <summary>"vlanTrunk": a list of <c>{"id": N}</c> and <c>{"minID": N, "maxID": M}</c>, made ascending and free of overlap.</summary>
internal static class VlanTrunkReader
{
    public static IReadOnlyList<VlanRange> Read(ConfigSection root)
    {
        var ranges = new List<VlanRange>();
        foreach (var item in root.GetSections("vlanTrunk"))
        {
            Read(item, ranges);
        }

        return Merge(ranges);
    }

    private static void Read(ConfigSection item, List<VlanRange> ranges)
    {
        var min = item.GetInteger("minID", 1, VlanRange.MaxId);
        var max = item.GetInteger("maxID", 1, VlanRange.MaxId);
        if (min > max)
        {
            item.Invalid("minID", $"is {min}, more than \"maxID\", which is {max}; swap them");
        }
        else if (min is not null && max is not null)
        {
            ranges.Add(new VlanRange((ushort)min, (ushort)max));
        }
        else if (item.Has("minID") != item.Has("maxID"))
        {
            item.Invalid(min is null ? "minID" : "maxID", "is missing; give both ends of the range, or \"id\" for a single VLAN");
        }

        if (item.GetInteger("id", 1, VlanRange.MaxId) is { } id)
        {
            ranges.Add(new VlanRange((ushort)id, (ushort)id));
        }
    }

    private static List<VlanRange> Merge(List<VlanRange> ranges)
    {
        ranges.Sort(static (a, b) => a.First.CompareTo(b.First));
        var merged = new List<VlanRange>(ranges.Count);
        foreach (var range in ranges)
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
            {
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }
}
