using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Kernel;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>Takes elements out of the kernel, and what only they needed with them.</summary>
internal sealed class PortRemover(NftSocket nft, LocalhostAccess localhost)
{
    /// <summary>Removes what is found.</summary>
    /// <remarks>
    /// Between finding an element and deleting it by its key, it could have become another attachment's; the generation excludes that.
    /// </remarks>
    /// <param name="find">Reads the elements to remove from the kernel; called again when the ruleset changed meanwhile.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <returns>The elements removed; empty when there were none.</returns>
    public IReadOnlyList<PlannedElement> Remove(Func<IReadOnlyList<PlannedElement>> find, CancellationToken cancellationToken)
    {
        var mayBeEmpty = true;
        var removed = GenerationGuard.Run(
            nft,
            generation =>
            {
                var found = find();
                if (found.Count > 0)
                {
                    mayBeEmpty = Remove(found, generation);
                }

                return found;
            },
            cancellationToken);
        if (mayBeEmpty)
        {
            new TableRemover(nft, localhost).RemoveWhenEmpty(cancellationToken);
        }

        return removed;
    }

    private bool Remove(IReadOnlyList<PlannedElement> found, uint generation)
    {
        foreach (var (set, element) in found)
        {
            if (set == PortTable.Guarded)
            {
                // The attachment's own interface; off before the guard goes, or the node's 127.0.0.1 stood open for a moment.
                localhost.Disable(LocalhostAccess.NameOf(element));
            }
        }

        var batch = new NftBatch();
        batch.Delete(found);
        var mayBeEmpty = new SharedChains(nft).DeleteUnused(batch, found);
        nft.Commit(batch, generation);
        return mayBeEmpty;
    }
}
