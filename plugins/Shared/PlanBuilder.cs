using CniChain.Linux;
using CniChain.Linux.Nftables;

namespace CniChain.Plugins;

/// <summary>Collects what an ADD would do, objects named as <c>ip</c>, <c>sysctl</c> and <c>nft</c> name them.</summary>
internal sealed class PlanBuilder
{
    private readonly List<PlannedObject> _objects = [];

    public IReadOnlyList<PlannedObject> Objects => _objects;

    /// <summary>An object of any kind.</summary>
    public void Add(string kind, string name, PlanAction action, bool inContainer = false, string detail = "") => _objects.Add(new PlannedObject
    {
        Kind = kind,
        Name = name,
        Action = action,
        InContainer = inContainer,
        Detail = detail,
    });

    /// <summary>An address of a link.</summary>
    public void Address(IpPrefix address, string link, bool inContainer, PlanAction action = PlanAction.Create) =>
        Add("address", $"{address} dev {link}", action, inContainer);

    /// <summary>The routes of a container, those without a router of their own behind the network's.</summary>
    public void Routes(IReadOnlyList<CniRoute> routes, IReadOnlyList<CniIp> ips, string link)
    {
        foreach (var route in routes)
        {
            var destination = route.Destination.PrefixLength == 0 ? "default" : route.Destination.Network.ToString();
            var via = ContainerRoute.GatewayOf(route, ips) is { } gateway ? $" via {gateway}" : "";
            var table = route.Table is { } number ? $"table {number}" : "";
            Add("route", $"{destination}{via} dev {link}", PlanAction.Create, inContainer: true, table);
        }
    }

    /// <summary>A setting: changed if it has another value in the namespace; set in any case where there is none to look into yet.</summary>
    /// <param name="ns">The namespace; null when it is not there.</param>
    /// <param name="key">The key, with slashes.</param>
    /// <param name="value">The value.</param>
    /// <param name="inContainer">Whose setting it is.</param>
    public void Setting(NetworkNamespace? ns, string key, string value, bool inContainer)
    {
        var present = ns?.Run(() => Sysctl.Read(key));
        Add("sysctl", key.Replace('/', '.'), present == value ? PlanAction.Use : PlanAction.Change, inContainer, value);
    }

    /// <summary>A table and the objects in it, each named with its table.</summary>
    public void Nft(NftSocket nft, NftTable table, IEnumerable<string> chains, IEnumerable<string> sets)
    {
        var hasTable = nft.HasTable(table);
        Add("nft table", table.ToString(), hasTable ? PlanAction.Use : PlanAction.Create);
        foreach (var set in sets)
        {
            Add("nft set", $"{table} {set}", hasTable && nft.FindSet(table.Set(set)) is not null ? PlanAction.Use : PlanAction.Create);
        }

        foreach (var chain in chains)
        {
            Add("nft chain", $"{table} {chain}", hasTable && nft.FindChain(table, chain) is not null ? PlanAction.Use : PlanAction.Create);
        }
    }

    /// <summary>An element of a set or map, and whose it would be.</summary>
    public void Element(NftSetRef set, string key, string owner) => Add("nft element", $"{set} {key}", PlanAction.Create, detail: owner);

    /// <summary>Whether the container's interface can be made: its name may be taken.</summary>
    /// <exception cref="CniException">Code 4: it is.</exception>
    public static void RequireFree(NetworkSide? container, string ifName)
    {
        if (container?.Route.FindLink(ifName) is not null)
        {
            throw new CniException(
                CniErrorCode.InvalidEnvironment,
                $"CNI_IFNAME is \"{ifName}\", but the container has an interface of that name; choose another, or DEL the old attachment first");
        }
    }
}
