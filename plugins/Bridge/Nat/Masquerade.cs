using CniChain.Linux.Nftables;
using CniChain.Plugins.Bridge.Rules;

namespace CniChain.Plugins.Bridge.Nat;

/// <summary>Lets containers reach what lies beyond their subnet with the host's address.</summary>
internal static class Masquerade
{
    public static void Add(NetworkSide host, IReadOnlyList<CniIp> ips, Attachment attachment, ICniLog log) =>
        KernelFailure.Guard($"masquerade {string.Join(" and ", Texts(ips))}", () =>
        {
            var nft = host.Nft;
            var elements = new List<OwnedElement>(ips.Count);
            var subnets = new Dictionary<string, Leaves>(StringComparer.Ordinal);
            foreach (var ip in ips)
            {
                var leaves = new Leaves(ip.Address.Network);
                subnets.TryAdd(leaves.Name, leaves);
                elements.Add(leaves.Element(ip.Address.Address));
            }

            OwnedElements.Put(nft, elements, attachment.OwnerTag, DefineMissing, log);

            void DefineMissing(NftBatch batch)
            {
                foreach (var leaves in subnets.Values)
                {
                    if (!leaves.IsDefined(nft))
                    {
                        leaves.Define(batch);
                    }
                }
            }
        });

    /// <summary>Removes an attachment's elements, found by the result's addresses or else among all.</summary>
    /// <returns>The subnets whose rules may have lost their last user; see <see cref="RemoveUnused"/>.</returns>
    public static HashSet<string> Remove(NetworkSide host, IReadOnlyList<CniIp>? ips, Attachment attachment)
    {
        var owner = attachment.OwnerTag;
        var candidates = new List<OwnedElement>();
        foreach (var ip in ips ?? [])
        {
            candidates.Add(new Leaves(ip.Address.Network).Element(ip.Address.Address));
        }

        if (candidates.Count == 0)
        {
            FindAll(host.Nft, comment => comment == owner, candidates);
        }

        OwnedElements.Delete(host.Nft, candidates, comment => comment == owner);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            names.Add(candidate.Set.Name);
        }

        return names;
    }

    /// <summary>The last one out takes the rules along: a container that comes in between changes the generation.</summary>
    public static void RemoveUnused(NetworkSide host, HashSet<string> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        var nft = host.Nft;
        GuardedCommit.Run(nft, () =>
        {
            var batch = new NftBatch();
            var unused = new List<string>();
            foreach (var name in names)
            {
                if (nft.IsEmpty(Leaves.Table.Set(name)))
                {
                    unused.Add(name);
                }
            }

            if (unused.Count > 0)
            {
                var present = ChainNames(nft);
                unused.RemoveAll(name => !present.Contains(name));
                RemoveFrom(batch, present, unused);
            }

            return new PlannedChange(batch, RestsOnReading: true);
        });
    }

    /// <summary>Removes stale owners' elements, and the rules of every subnet that has none.</summary>
    public static void Collect(NetworkSide host, StaleOwners stale)
    {
        var candidates = new List<OwnedElement>();
        FindAll(host.Nft, stale.Contains, candidates);
        OwnedElements.Delete(host.Nft, candidates, stale.Contains);
        RemoveUnused(host, ChainNames(host.Nft));
    }

    public static void Check(NetworkSide host, IReadOnlyList<CniIp> ips, Attachment attachment, List<string> problems)
    {
        foreach (var ip in ips)
        {
            var leaves = new Leaves(ip.Address.Network);
            var rules = host.Nft.GetRules(Leaves.Table, leaves.Name);
            if (rules.Count != Leaves.RuleCount || !rules[^1].Expressions.Contains("masq"))
            {
                problems.Add($"the rules that masquerade {ip.Address.Network} (chain {leaves.Name} of table {Leaves.Table}) are not as they were made");
            }

            var element = leaves.Element(ip.Address.Address);
            var present = host.Nft.FindElement(element.Set, element.Key);
            if (present?.Comment != attachment.OwnerTag)
            {
                problems.Add(present is null
                    ? $"{ip.Address.Address} is not masqueraded: it is not in set {leaves.Set}"
                    : $"{ip.Address.Address} in set {leaves.Set} belongs to \"{present.Comment}\"");
            }
        }
    }

    private static void FindAll(NftSocket nft, Func<string?, bool> isUnwanted, List<OwnedElement> found)
    {
        foreach (var name in ChainNames(nft))
        {
            OwnedElements.Find(nft, Leaves.Table.Set(name), isUnwanted, found);
        }
    }

    private static HashSet<string> ChainNames(NftSocket nft)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var chain in nft.GetChains(Leaves.Table))
        {
            names.Add(chain.Name);
        }

        return names;
    }

    private static void RemoveFrom(NftBatch batch, HashSet<string> present, List<string> unused)
    {
        if (unused.Count == present.Count && unused.Count > 0)
        {
            batch.DeleteTable(Leaves.Table);
            return;
        }

        foreach (var name in unused)
        {
            batch.DeleteChain(Leaves.Table, name).DeleteSet(Leaves.Table.Set(name));
        }
    }

    private static IEnumerable<string> Texts(IReadOnlyList<CniIp> ips)
    {
        foreach (var ip in ips)
        {
            yield return ip.Address.Address.ToString();
        }
    }
}
