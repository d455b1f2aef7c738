using CniChain.Linux.Nftables;

namespace CniChain.Plugins.Bridge.Nat;

/// <summary>Lets containers reach what lies beyond their subnet with the host's address.</summary>
internal static class Masquerade
{
    public static void Add(NetworkSide host, IReadOnlyList<CniIp> ips, Attachment attachment, ICniLog log) =>
        Put(host, ips, () => Plan(host.Nft, ips, attachment, log));

    /// <summary>The same; but where the subnet's rules are there already, it is elements alone, which the plugin behind may add with its own.</summary>
    public static void AddOrLeave(NetworkSide host, IReadOnlyList<CniIp> ips, CniContext context) =>
        Put(host, ips, () =>
        {
            var change = Plan(host.Nft, ips, context.RequireAttachment(), context.Log);
            if (context.LeaveRules is not { } leave || change.RestsOnReading || !change.Batch.IsElementsOnly)
            {
                return change;
            }

            leave(new PendingRules(RulesetMessages.Of(change.Batch), () => CarryOut(change.Batch, ips, context)));
            return new PlannedChange(new NftBatch(), RestsOnReading: false);
        });

    /// <summary>Removes an attachment's elements, found by the result's addresses or else among all.</summary>
    /// <returns>The subnets whose rules may have lost their last user; see <see cref="RemoveUnused"/>.</returns>
    public static IReadOnlyList<string> Remove(NetworkSide host, IReadOnlyList<CniIp>? ips, Attachment attachment)
    {
        if (!host.HasNftables)
        {
            return [];
        }

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

        return [.. names];
    }

    /// <summary>Removes the rules of subnets without a container: the last one out takes them along.</summary>
    /// <remarks>A container that comes in between changes the generation, and the rules stay.</remarks>
    /// <returns>
    /// Subnets not looked at, since one before them is in use: the rest of that one's elements is still on its way, and the next
    /// question would have to wait for it.
    /// </returns>
    public static IReadOnlyList<string> RemoveUnused(NetworkSide host, IReadOnlyList<string> names)
    {
        var looked = 0;
        if (names.Count == 0)
        {
            return [];
        }

        var nft = host.Nft;
        GuardedCommit.Run(nft, () =>
        {
            var batch = new NftBatch();
            var unused = new List<string>();
            for (looked = 0; looked < names.Count; looked++)
            {
                if (!nft.IsEmpty(Leaves.Table.Set(names[looked])))
                {
                    looked++;
                    break;
                }

                unused.Add(names[looked]);
            }

            RemoveFrom(batch, unused.Count > 0 ? ChainNames(nft) : [], unused);
            return new PlannedChange(batch, RestsOnReading: true);
        });
        return [.. names.Skip(looked)];
    }

    /// <summary>As <see cref="RemoveUnused"/>, however long it takes to look at all of them.</summary>
    public static void RemoveAllUnused(NetworkSide host, IReadOnlyList<string> names)
    {
        while (names.Count > 0)
        {
            names = RemoveUnused(host, names);
        }
    }

    /// <summary>The elements of the network's attachments.</summary>
    public static List<Held<OwnedElement>> List(NetworkSide host, NetworkOwners owners) =>
        host.HasNftables ? OwnedElements.List(host.Nft, Leaves.Table, owners) : [];

    /// <summary>Removes stale owners' elements, and the rules of every subnet that has none.</summary>
    /// <returns>How many elements.</returns>
    public static int Collect(NetworkSide host, NetworkOwners owners)
    {
        if (!host.HasNftables)
        {
            return 0;
        }

        var count = OwnedElements.DeleteStale(host.Nft, List(host, owners), owners);
        RemoveAllUnused(host, ChainNames(host.Nft));
        return count;
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

    private static void Put(NetworkSide host, IReadOnlyList<CniIp> ips, Func<PlannedChange> plan) =>
        KernelFailure.Guard(Step(ips), () => GuardedCommit.Run(host.Nft, plan, takesTurns: false));

    private static PlannedChange Plan(NftSocket nft, IReadOnlyList<CniIp> ips, Attachment attachment, ICniLog log)
    {
        var elements = new List<OwnedElement>(ips.Count);
        var subnets = new Dictionary<string, Leaves>(StringComparer.Ordinal);
        foreach (var ip in ips)
        {
            var leaves = new Leaves(ip.Address.Network);
            subnets.TryAdd(leaves.Name, leaves);
            elements.Add(leaves.Element(ip.Address.Address));
        }

        return OwnedElements.PlanPut(nft, elements, attachment.OwnerTag, DefineMissing, log);

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
    }

    private static void CarryOut(NftBatch batch, IReadOnlyList<CniIp> ips, CniContext context)
    {
        using var host = NetworkSide.Open(context.HostNetns);
        if (!host.Nft.TryCommit(batch, out _))
        {
            // As when the last container of the subnet has taken the rules along meanwhile.
            Add(host, ips, context.RequireAttachment(), context.Log);
        }
    }

    private static void FindAll(NftSocket nft, Func<string?, bool> isUnwanted, List<OwnedElement> found)
    {
        foreach (var name in ChainNames(nft))
        {
            OwnedElements.Find(nft, Leaves.Table.Set(name), isUnwanted, found);
        }
    }

    private static List<string> ChainNames(NftSocket nft)
    {
        var names = new List<string>();
        foreach (var chain in nft.GetChains(Leaves.Table))
        {
            names.Add(chain.Name);
        }

        return names;
    }

    private static void RemoveFrom(NftBatch batch, IReadOnlyList<string> present, List<string> unused)
    {
        unused.RemoveAll(name => !present.Contains(name));
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

    private static string Step(IReadOnlyList<CniIp> ips) => $"masquerade {string.Join(" and ", ips.Select(ip => ip.Address.Address))}";
}
