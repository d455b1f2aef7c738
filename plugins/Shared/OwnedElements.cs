using CniChain.Linux.Nftables;

namespace CniChain.Plugins;

/// <summary>Elements that attachments own, in sets that constant rules look into.</summary>
/// <remarks>
/// What is expected is read first and only what will work is committed: a batch that fails costs the kernel a grace period of RCU,
/// 10 to 20 ms, and a question costs 10 µs.
/// "Delete this element, but only if it is mine" has no message of its own; it is: read it, look at its comment, and delete it on
/// condition that the ruleset is still of the generation read (NFNL_BATCH_GENID).
/// </remarks>
internal static class OwnedElements
{
    /// <summary>Puts elements in, with the rules around them where those are missing, in one transaction.</summary>
    /// <param name="nft">The ruleset.</param>
    /// <param name="elements">The elements.</param>
    /// <param name="owner">The comment.</param>
    /// <param name="define">Adds what is missing around them to a batch.</param>
    /// <param name="log">Told when a dead attachment's element is replaced.</param>
    public static void Put(NftSocket nft, IReadOnlyList<OwnedElement> elements, string owner, Action<NftBatch> define, ICniLog log) =>
        GuardedCommit.Run(nft, () => PlanPut(nft, elements, owner, define, log), takesTurns: false);

    /// <summary>What <see cref="Put"/> would commit, as the ruleset is now.</summary>
    /// <inheritdoc cref="Put"/>
    public static PlannedChange PlanPut(NftSocket nft, IReadOnlyList<OwnedElement> elements, string owner, Action<NftBatch> define, ICniLog log)
    {
        var batch = new NftBatch();
        var replaces = false;
        define(batch);
        foreach (var element in elements)
        {
            if (nft.FindElement(element.Set, element.Key) is { } present)
            {
                // The address, and so the key, was given to this attachment just now: whoever had it before is gone.
                if (present.Comment != owner)
                {
                    log.Warn($"element {element.Key} of {element.Set} belonged to \"{present.Comment}\", which is gone; replaced");
                }

                batch.DeleteElement(element.Set, element.Key);
                replaces = true;
            }

            batch.AddElement(element.Set, new NftElement(element.Key, Comment: owner), exclusive: true);
        }

        return new PlannedChange(batch, RestsOnReading: replaces);
    }

    /// <summary>Deletes those of some elements whose owner is wanted gone.</summary>
    public static void Delete(NftSocket nft, IReadOnlyList<OwnedElement> candidates, Func<string?, bool> isUnwanted)
    {
        if (candidates.Count == 0)
        {
            return;
        }

        // A set that grows or shrinks while it is read may show an element twice (rhashtable), and the second deletion would fail.
        var distinct = new HashSet<OwnedElement>(candidates);
        GuardedCommit.Run(nft, () =>
        {
            var batch = new NftBatch();
            foreach (var candidate in distinct)
            {
                if (nft.FindElement(candidate.Set, candidate.Key) is { } present && isUnwanted(present.Comment))
                {
                    batch.DeleteElement(candidate.Set, candidate.Key);
                }
            }

            return new PlannedChange(batch, RestsOnReading: true);
        });
    }

    /// <summary>The elements in all sets of a table that a network's attachments own, each once.</summary>
    public static List<Held<OwnedElement>> List(NftSocket nft, NftTable table, NetworkOwners owners)
    {
        var held = new List<Held<OwnedElement>>();
        foreach (var set in nft.GetSets(table))
        {
            // A set that grows or shrinks while it is read may show an element twice (rhashtable).
            var seen = new HashSet<NftKey>();
            foreach (var element in nft.GetElements(set.Reference))
            {
                if (owners.Has(element.Comment) && seen.Add(element.Key))
                {
                    var name = $"{set.Reference} {element.Key.As(set.Key)}";
                    held.Add(new(owners.Describe("nft element", name, element.Comment!), new OwnedElement(set.Reference, element.Key)));
                }
            }
        }

        return held;
    }

    /// <summary>Deletes the stale ones of a list.</summary>
    /// <returns>How many there were.</returns>
    public static int DeleteStale(NftSocket nft, IReadOnlyList<Held<OwnedElement>> held, NetworkOwners owners)
    {
        OwnedElement[] stale = [.. held.Where(h => h.Object.IsStale).Select(h => h.Handle)];
        Delete(nft, stale, owners.IsStale);
        return stale.Length;
    }

    /// <summary>The elements of a set whose owner is wanted gone, found by reading all of them.</summary>
    public static void Find(NftSocket nft, NftSetRef set, Func<string?, bool> isUnwanted, List<OwnedElement> found)
    {
        foreach (var element in nft.GetElements(set))
        {
            if (isUnwanted(element.Comment))
            {
                found.Add(new OwnedElement(set, element.Key));
            }
        }
    }
}
