using CniChain.Linux;

namespace CniChain.Examples.Neighbours;

/// <summary>Reads "neighbours" from the configuration and, for one pod alone, from the capability of the same name.</summary>
internal static class NeighboursConfig
{
    private const string Key = "neighbours";

    /// <exception cref="CniException">Code 7: names every entry that is not valid.</exception>
    public static IReadOnlyList<StaticNeighbour> Read(NetworkConfig config) => config.Read(root =>
    {
        var neighbours = new List<StaticNeighbour>();
        foreach (var section in (ReadOnlySpan<ConfigSection?>)[root, root.GetSection("runtimeConfig")])
        {
            foreach (var entry in section?.GetSections(Key) ?? [])
            {
                Add(neighbours, entry);
            }
        }

        return neighbours;
    });

    private static void Add(List<StaticNeighbour> neighbours, ConfigSection entry)
    {
        var address = entry.GetAddress("ip");
        if (address is null && string.IsNullOrEmpty(entry.GetString("ip")))
        {
            entry.Invalid("ip", "is missing; give the neighbour's address such as 10.88.0.1");
        }

        if (!MacAddress.TryParse(entry.GetString("mac"), out var mac) || mac.IsMulticast || mac.IsZero)
        {
            entry.Invalid("mac", $"is \"{entry.GetString("mac")}\"; give the neighbour's unicast MAC such as 02:00:0a:58:00:01");
        }
        else if (neighbours.Exists(n => n.Address.Equals(address)))
        {
            entry.Invalid("ip", $"is \"{address}\", which is given before; remove one of them");
        }
        else if (address is not null)
        {
            neighbours.Add(new StaticNeighbour(address, mac));
        }
    }
}
