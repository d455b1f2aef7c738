using System.Globalization;

namespace CniChain.Plugins.HostLocal;

/// <summary>Reads and checks the configuration.</summary>
internal static class HostLocalConfigReader
{
    /// <summary>Reads everything.</summary>
    /// <param name="context">The call.</param>
    /// <param name="needsRanges">Without a range there is nothing to give, but a configuration may leave them to the runtime.</param>
    /// <exception cref="CniException">Code 7, naming every key that is wrong.</exception>
    public static HostLocalConfig Read(CniContext context, bool needsRanges = true) => context.Config.Read(root =>
    {
        var ipam = root.GetSection("ipam");
        if (ipam is null)
        {
            root.Invalid("ipam", "is missing; give {\"type\": \"host-local\", \"ranges\": [[{\"subnet\": \"10.88.0.0/16\"}]]}");
            return Minimal(context);
        }

        var sets = ReadSets(root, ipam, out var given);
        if (!given && needsRanges)
        {
            ipam.Invalid("ranges", "gives no range; give [[{\"subnet\": \"10.88.0.0/16\"}]]");
        }

        RefuseOverlap(ipam, sets);
        RefuseRelative(ipam, "dataDir");
        RefuseRelative(ipam, "resolvConf");
        RefuseSeveralInOldVersions(context.Config.CniVersion, ipam, sets);
        return Minimal(context) with
        {
            Sets = sets,
            Routes = CniResultReader.ReadRoutes(ipam),
            ResolvConf = ipam.GetString("resolvConf") is { Length: > 0 } file ? file : null,
            Requested = RequestedAddresses.Read(context.Args, root),
        };
    });

    /// <summary>Reads what releasing needs, and nothing that could be wrong: a lease must come free under a broken configuration too.</summary>
    public static HostLocalConfig Minimal(CniContext context)
    {
        var dataDir = HostLocalConfig.DefaultDataDir;
        if (JsonKeys.TryGet(context.Config.Json, "ipam", out var ipam)
            && JsonKeys.TryGet(ipam, "dataDir", out var folder)
            && folder.ValueKind == System.Text.Json.JsonValueKind.String
            && folder.GetString() is { Length: > 0 } text
            && Path.IsPathRooted(text))
        {
            dataDir = text;
        }

        return new HostLocalConfig { Network = context.Config.Name, DataDir = dataDir };
    }

    /// <summary>Reads the ranges; says too whether there is any, good or bad: of a bad one its own fault is told, not that there is none.</summary>
    private static List<RangeSet> ReadSets(ConfigSection root, ConfigSection ipam, out bool given)
    {
        var sets = new List<RangeSet>();
        given = root.GetSection("runtimeConfig") is { } runtime && AddSets(sets, runtime, "ipRanges");
        if (!string.IsNullOrEmpty(ipam.GetString("subnet")))
        {
            given = true;
            if (AddressRangeReader.Read(ipam) is { } single)
            {
                sets.Add(new RangeSet(sets.Count, [single]));
            }
        }

        given |= AddSets(sets, ipam, "ranges");
        return sets;
    }

    /// <returns>Whether there is any.</returns>
    private static bool AddSets(List<RangeSet> sets, ConfigSection section, string key)
    {
        var lists = section.GetSectionLists(key);
        for (var i = 0; i < lists.Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{key}[{i}]");
            if (lists[i].Count == 0)
            {
                section.Invalid(name, "is an empty list; give at least one range, or leave it out");
                continue;
            }

            var ranges = new List<AddressRange>(lists[i].Count);
            foreach (var item in lists[i])
            {
                if (AddressRangeReader.Read(item) is { } range)
                {
                    RefuseUnfit(section, name, ranges, range);
                    ranges.Add(range);
                }
            }

            if (ranges.Count > 0)
            {
                sets.Add(new RangeSet(sets.Count, ranges));
            }
        }

        return section.GetJson(key) is { ValueKind: System.Text.Json.JsonValueKind.Array } array && array.GetArrayLength() > 0;
    }

    private static void RefuseUnfit(ConfigSection section, string name, List<AddressRange> before, AddressRange range)
    {
        foreach (var other in before)
        {
            if (other.Family != range.Family)
            {
                section.Invalid(name, $"mixes IPv4 and IPv6 ({other.Subnet}, {range.Subnet}); give each family a list of its own: an attachment gets one address from each list");
            }
            else if (other.Overlaps(range))
            {
                section.Invalid(name, $"has overlapping ranges {other} and {range}; make them disjoint");
            }
        }
    }

    private static void RefuseOverlap(ConfigSection ipam, List<RangeSet> sets)
    {
        for (var i = 0; i < sets.Count; i++)
        {
            for (var j = i + 1; j < sets.Count; j++)
            {
                if (sets[i].Overlaps(sets[j]))
                {
                    ipam.Invalid("ranges", $"has overlapping sets {sets[i]} and {sets[j]}; make them disjoint");
                }
            }
        }
    }

    /// <summary>A path that depends on where somebody happened to start the host would be another one each time.</summary>
    private static void RefuseRelative(ConfigSection ipam, string key)
    {
        if (ipam.GetString(key) is { Length: > 0 } path && !Path.IsPathRooted(path))
        {
            ipam.Invalid(key, $"is \"{path}\"; give an absolute path");
        }
    }

    private static void RefuseSeveralInOldVersions(CniVersion version, ConfigSection ipam, List<RangeSet> sets)
    {
        foreach (var family in sets.GroupBy(s => s.Ranges[0].Family))
        {
            if (version < CniVersion.V0_3_0 && family.Count() > 1)
            {
                ipam.Invalid("ranges", $"gives {family.Count()} addresses of one family, and cniVersion {version} knows one; use 0.3.0 or later");
            }
        }
    }
}
