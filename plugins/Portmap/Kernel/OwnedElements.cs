using System.Net;
using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Configuration;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>Finds an attachment's elements as they are in the kernel.</summary>
internal sealed class OwnedElements(NftSocket nft)
{
    /// <summary>
    /// Looks at the places where an ADD with these mappings put them: a few lookups by key, however many ports the node publishes.
    /// </summary>
    /// <param name="ownerTag">Whose; elements of others at the same place are passed over.</param>
    /// <param name="mappings">What was published.</param>
    /// <param name="containers">The container's addresses as far as known; those that translations lead to are added.</param>
    /// <param name="hostInterfaces">The interfaces on the host that may be guarded for this attachment alone.</param>
    public List<PlannedElement> AtKeys(
        string ownerTag, IReadOnlyList<PortMapping> mappings, IEnumerable<IPAddress> containers, IEnumerable<string> hostInterfaces)
    {
        var found = new List<PlannedElement>();
        var addresses = new HashSet<IPAddress>(containers);
        foreach (var mapping in mappings)
        {
            foreach (var maps in (ReadOnlySpan<FamilyMaps>)[PortTable.V4, PortTable.V6])
            {
                if (mapping.Covers(maps.Family) && LookUpPort(found, ownerTag, mapping, maps) is { } element)
                {
                    addresses.Add(element.Data!.Value.Value.ReadAddress(0, maps.Family));
                }
            }
        }

        foreach (var address in addresses)
        {
            LookUp(found, ownerTag, PortTable.Of(address.AddressFamily).Targets, NftKey.Of.Address(address));
        }

        foreach (var name in hostInterfaces)
        {
            LookUp(found, ownerTag, PortTable.Guarded, NftKey.Of.InterfaceName(name));
        }

        return found;
    }

    /// <summary>Which of some elements are there still, and their owner's still: a lookup by key for each.</summary>
    public List<PlannedElement> Remaining(IReadOnlyList<PlannedElement> elements)
    {
        var found = new List<PlannedElement>(elements.Count);
        foreach (var (set, element) in elements)
        {
            LookUp(found, element.Comment!, set, element.Key);
        }

        return found;
    }

    /// <summary>Reads the whole table.</summary>
    /// <remarks>
    /// Takes as long as the table is, so never between a look at the generation and a commit: on a busy node no commit would ever be in
    /// time. Read first, and confirm with <see cref="Remaining"/>.
    /// </remarks>
    /// <param name="isOwned">Whether the comment is of the owner looked for.</param>
    public List<PlannedElement> Everywhere(Predicate<string> isOwned)
    {
        var found = new List<PlannedElement>();
        foreach (var set in PortTable.Sets)
        {
            // A set that grows or shrinks while it is read may show an element twice (rhashtable); a second deletion of it would fail.
            var seen = new HashSet<NftKey>();
            foreach (var element in nft.GetElements(set))
            {
                if (element.Comment is { } comment && isOwned(comment) && seen.Add(element.Key))
                {
                    found.Add(new PlannedElement(set, element));
                }
            }
        }

        return found;
    }

    private NftElement? LookUpPort(List<PlannedElement> found, string ownerTag, PortMapping mapping, FamilyMaps maps)
    {
        var key = PublishedPort.KeyOf(mapping);
        var anyAddress = mapping.HostAddress is null;
        var element = LookUp(found, ownerTag, anyAddress ? maps.Ports : maps.HostPorts, key);
        LookUp(found, ownerTag, anyAddress ? maps.Gates : maps.HostGates, key);
        return element;
    }

    private NftElement? LookUp(List<PlannedElement> found, string ownerTag, NftSetRef set, NftKey key)
    {
        if (nft.FindElement(set, key) is not { } element || element.Comment != ownerTag)
        {
            return null;
        }

        found.Add(new PlannedElement(set, element));
        return element;
    }
}
