using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Kernel;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>Removes the whole table once nothing is published: the last DEL leaves the ruleset as the first ADD found it.</summary>
/// <remarks>The settings that go with it are not of the ruleset's generation, so one call at a time reads and writes them (<see cref="LocalhostAccess.Lock"/>).</remarks>
internal sealed class TableRemover(NftSocket nft, LocalhostAccess localhost)
{
    public void RemoveWhenEmpty(CancellationToken cancellationToken)
    {
        if (!nft.HasTable(PortTable.Table) || !new SharedChains(nft).AreUnused())
        {
            return;
        }

        using var alone = localhost.Lock(cancellationToken);
        var turnedOff = new List<string>();
        try
        {
            Remove(turnedOff, cancellationToken);
        }
        catch
        {
            // Whoever published meanwhile needs what was turned off, and as long as the table is there it is guarded.
            if (turnedOff.Count > 0 && nft.HasTable(PortTable.Table))
            {
                turnedOff.ForEach(localhost.Enable);
            }

            throw;
        }
    }

    private void Remove(List<string> turnedOff, CancellationToken cancellationToken) =>
        GenerationGuard.Run(
            nft,
            generation =>
            {
                if (!nft.HasTable(PortTable.Table))
                {
                    return true;
                }

                if (!new SharedChains(nft).AreUnused())
                {
                    // Somebody published between two attempts and may have found it on still: either order ends with it on.
                    turnedOff.ForEach(localhost.Enable);
                    return true;
                }

                TurnOff(turnedOff);
                var batch = new NftBatch();
                batch.DeleteTable(PortTable.Table);
                nft.Commit(batch, generation);
                return true;
            },
            cancellationToken);

    private void TurnOff(List<string> turnedOff)
    {
        foreach (var element in nft.GetElements(PortTable.Guarded))
        {
            var name = LocalhostAccess.NameOf(element);
            if (element.Comment == LocalhostAccess.WasOff)
            {
                // At each attempt: who published and withdrew since the last one has turned it on.
                localhost.Disable(name);
                if (!turnedOff.Contains(name))
                {
                    turnedOff.Add(name);
                }
            }
        }
    }
}
