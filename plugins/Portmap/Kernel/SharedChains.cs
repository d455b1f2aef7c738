using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>Chains that go when the last element leading to them goes: those of a subnet and those of conditions.</summary>
internal sealed class SharedChains(NftSocket nft)
{
    /// <summary>Adds to a batch that deletes elements the deletion of the chains only they lead to.</summary>
    /// <remarks>
    /// The kernel counts who holds on to a chain, and would refuse (EBUSY) to delete one in use. Asking first is much cheaper: a
    /// transaction that is refused half-way waits for an RCU grace period, 8 to 20 ms, one that succeeds takes 25 us.
    /// </remarks>
    /// <returns>Whether every chain they lead to goes: only then can the table have become empty.</returns>
    public bool DeleteUnused(NftBatch batch, IReadOnlyList<PlannedElement> removed)
    {
        var references = CountReferences(removed);
        if (references.Count == 0)
        {
            return true;
        }

        var allGone = true;
        foreach (var chain in nft.GetChains(PortTable.Table))
        {
            if (!references.TryGetValue(chain.Name, out var count))
            {
                continue;
            }

            if (IsUnused(chain, count))
            {
                batch.DeleteChain(PortTable.Table, chain.Name);
            }
            else
            {
                allGone = false;
            }
        }

        return allGone;
    }

    /// <summary>Whether nothing is published: no element leads to any of these chains. True when there is no table.</summary>
    public bool AreUnused()
    {
        foreach (var chain in nft.GetChains(PortTable.Table))
        {
            if (!ConstantChains.Names.Contains(chain.Name) && !IsUnused(chain, 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A chain's rules hold on to it too.</summary>
    private bool IsUnused(NftChain chain, uint references) =>
        chain.Uses == references + nft.GetRules(PortTable.Table, chain.Name).Count;

    private static Dictionary<string, uint> CountReferences(IReadOnlyList<PlannedElement> removed)
    {
        var references = new Dictionary<string, uint>(StringComparer.Ordinal);
        foreach (var (_, element) in removed)
        {
            if (element.Data?.Verdict?.Chain is { } chain)
            {
                references[chain] = references.GetValueOrDefault(chain) + 1;
            }
        }

        return references;
    }
}
