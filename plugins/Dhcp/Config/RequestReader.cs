namespace CniChain.Plugins.Dhcp;

/// <summary>Reads "request": which options servers are asked for.</summary>
internal static class RequestReader
{
    public static (IReadOnlyList<byte> IPv4, IReadOnlyList<ushort> IPv6) Read(ConfigSection ipam)
    {
        var wanted = new List<byte>();
        var wanted6 = new List<ushort>();
        var skip = false;
        var skip6 = false;
        foreach (var item in ipam.GetSections("request"))
        {
            var skipsDefault = item.GetBool("skipDefault");
            var hasOption = OptionKey.TryRead(item, out var key);
            skip |= skipsDefault && key.Family != LeaseFamily.IPv6;
            skip6 |= skipsDefault && key.Family != LeaseFamily.IPv4;
            if (!hasOption)
            {
                continue;
            }

            if (key.Family == LeaseFamily.IPv4)
            {
                wanted.Add((byte)key.Code);
            }
            else
            {
                wanted6.Add(key.Code);
            }
        }

        return (
            [.. (skip ? wanted : OptionNames.Default.Concat(wanted)).Distinct()],
            [.. (skip6 ? wanted6 : OptionNames6.Default.Concat(wanted6)).Distinct()]);
    }
}
