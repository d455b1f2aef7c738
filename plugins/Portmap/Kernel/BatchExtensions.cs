using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>Elements of several sets in one batch.</summary>
internal static class BatchExtensions
{
    public static void Add(this NftBatch batch, IReadOnlyList<PlannedElement> elements, bool exclusive)
    {
        foreach (var (set, group) in BySet(elements))
        {
            batch.AddElements(set, group, exclusive);
        }
    }

    public static void Delete(this NftBatch batch, IReadOnlyList<PlannedElement> elements)
    {
        foreach (var (set, group) in BySet(elements))
        {
            batch.DeleteElements(set, group);
        }
    }

    /// <summary>One message for each set.</summary>
    private static Dictionary<NftSetRef, List<NftElement>> BySet(IReadOnlyList<PlannedElement> elements)
    {
        var groups = new Dictionary<NftSetRef, List<NftElement>>();
        foreach (var (set, element) in elements)
        {
            if (!groups.TryGetValue(set, out var group))
            {
                groups.Add(set, group = []);
            }

            group.Add(element);
        }

        return groups;
    }
}
