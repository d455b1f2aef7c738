using System.Runtime.InteropServices;
using CniChain.Linux;
using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Kernel;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>A plan's objects for people, and which of them are there already.</summary>
internal static class PortObjects
{
    /// <exception cref="CniException">Code 11: a port is somebody else's.</exception>
    public static IReadOnlyList<PlannedObject> List(SafeHandle hostNetns, PortPlan plan, CniResult result)
    {
        using var host = NetworkNamespace.FromHandle(hostNetns);
        using var nft = NftSocket.Open(host);
        var hasTable = nft.HasTable(PortTable.Table);
        var objects = new List<PlannedObject> { New("nft table", PortTable.Table.ToString(), hasTable) };
        objects.AddRange(PortTable.Sets.Select(set => New("nft set", set.ToString(), hasTable && nft.FindSet(set) is not null)));
        foreach (var (chain, _) in Scaffold.Chains(plan))
        {
            objects.Add(New("nft chain", $"{PortTable.Table} {chain.Name}", hasTable && nft.FindChain(PortTable.Table, chain.Name) is not null));
        }

        foreach (var (set, element) in plan.Elements)
        {
            RefuseTaken(nft, hasTable, set, element);
            objects.Add(New("nft element", $"{set} {element}", isThere: false) with { Detail = plan.OwnerTag });
        }

        if (plan.LocalhostTarget is not null)
        {
            objects.AddRange(Localhost(host, nft, hasTable, result));
        }

        return objects;
    }

    /// <summary>What lets the node itself reach the port by 127.0.0.1: a setting of the interface towards the container, and its guard.</summary>
    private static IEnumerable<PlannedObject> Localhost(NetworkNamespace host, NftSocket nft, bool hasTable, CniResult result)
    {
        // The first interface on the host is a bridge plugin's bridge, or a point-to-point plugin's only one: the way to the container.
        if (result.Interfaces.FirstOrDefault(i => string.IsNullOrEmpty(i.Sandbox)) is not { } towards)
        {
            yield break;
        }

        var present = host.Run(() => Sysctl.Read($"net/ipv4/conf/{towards.Name}/route_localnet"));
        yield return new PlannedObject
        {
            Kind = "sysctl",
            Name = $"net.ipv4.conf.{towards.Name}.route_localnet",
            Action = present == "1" ? PlanAction.Use : PlanAction.Change,
            Detail = "1",
        };
        var guarded = hasTable && nft.FindElement(PortTable.Guarded, NftKey.Of.InterfaceName(towards.Name)) is not null;
        yield return New("nft element", $"{PortTable.Guarded} {towards.Name}", guarded);
    }

    private static void RefuseTaken(NftSocket nft, bool hasTable, NftSetRef set, NftElement element)
    {
        if (hasTable && nft.FindElement(set, element.Key) is { } present && present.Comment != element.Comment)
        {
            throw new CniException(
                CniErrorCode.TryAgainLater,
                $"portmap: {element.Key} in {set} belongs to \"{present.Comment}\"; publish another port, or remove that container first");
        }
    }

    private static PlannedObject New(string kind, string name, bool isThere) =>
        new() { Kind = kind, Name = name, Action = isThere ? PlanAction.Use : PlanAction.Create };
}
