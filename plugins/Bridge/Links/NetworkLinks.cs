using CniChain.Linux.Route;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>The host's ends of a network's veths, known by the owner in their alias.</summary>
internal static class NetworkLinks
{
    /// <summary>Those of the network's attachments.</summary>
    public static List<Held<int>> List(NetworkSide host, NetworkOwners owners)
    {
        var held = new List<Held<int>>();
        var bridges = new Lazy<Dictionary<int, string>>(() => host.Route.GetLinks(kind: "bridge").ToDictionary(b => b.Index, b => b.Name));
        foreach (var link in host.Route.GetLinks(kind: "veth"))
        {
            if (owners.Has(link.Alias))
            {
                held.Add(new(owners.Describe("link", link.Name, link.Alias!, Place(link, bridges)), link.Index));
            }
        }

        return held;
    }

    /// <summary>Removes those of stale owners.</summary>
    /// <returns>How many.</returns>
    public static int Collect(NetworkSide host, NetworkOwners owners)
    {
        int[] stale = [.. List(host, owners).Where(h => h.Object.IsStale).Select(h => h.Handle)];
        ContainerLink.Delete(host, stale);
        return stale.Length;
    }

    private static string Place(Link link, Lazy<Dictionary<int, string>> bridges) =>
        link.MasterIndex is { } master && bridges.Value.TryGetValue(master, out var bridge) ? $"port of {bridge}" : "";
}
