using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>What a plan's elements stand on: the table, its maps, its constant chains and the shared chains the plan leads to.</summary>
internal static class Scaffold
{
    /// <summary>Whether some of it has to be created. One or two lookups by name.</summary>
    public static bool IsMissing(NftSocket nft, PortPlan plan)
    {
        foreach (var name in SharedChainNames(plan))
        {
            if (nft.FindChain(PortTable.Table, name) is null)
            {
                return true;
            }
        }

        // Whoever made a shared chain made the rest with it.
        return false;
    }

    /// <summary>Creates what is missing and leaves the rest as it is, packets under way included.</summary>
    /// <remarks>A chain that exists is emptied and filled again: in one transaction, which no packet sees half of.</remarks>
    /// <param name="batch">Where to.</param>
    /// <param name="table">The plugin's table, or one to try the kernel with.</param>
    /// <param name="chains">The chains, the constant ones included.</param>
    public static void Add(NftBatch batch, NftTable table, IReadOnlyList<ChainRules> chains)
    {
        batch.AddTable(table);
        foreach (var set in Sets())
        {
            batch.AddSet(set with { Reference = table.Set(set.Reference.Name) });
        }

        foreach (var (chain, _) in chains)
        {
            batch.AddChain(chain with { Table = table });
        }

        foreach (var (chain, rules) in chains)
        {
            batch.FlushChain(table, chain.Name);
            foreach (var rule in rules)
            {
                batch.AddRule(table, chain.Name, rule);
            }
        }
    }

    /// <summary>Every chain a plan stands on, with its rules.</summary>
    public static List<ChainRules> Chains(PortPlan plan)
    {
        var chains = new List<ChainRules>(ConstantChains.All);
        foreach (var nat in plan.SourceNats)
        {
            chains.Add(SourceNatChain.Of(nat));
        }

        foreach (var conditions in plan.Conditions)
        {
            chains.Add(ConditionChain.Of(conditions));
        }

        return chains;
    }

    private static IEnumerable<NftSet> Sets() =>
        [.. PortTable.V4.Definitions(), .. PortTable.V6.Definitions(), new NftSet(PortTable.Guarded, NftDataType.InterfaceName)];

    private static IEnumerable<string> SharedChainNames(PortPlan plan)
    {
        foreach (var nat in plan.SourceNats)
        {
            yield return nat.ChainName;
        }

        foreach (var conditions in plan.Conditions)
        {
            yield return conditions.ChainName;
        }
    }
}
