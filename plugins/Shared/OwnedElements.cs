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
        GuardedCommit.Run(nft, () =>
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
        });

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
