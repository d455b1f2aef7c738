using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables;

public sealed partial class NftSocket
{
    // Moved within microseconds.
    private const int SmallSet = 256;
    private const int Rereadings = 50;

    /// <summary>One element, asked for by its key: as fast in a set of a million as in one of ten.</summary>
    /// <returns>Null when it is not there, nor the set.</returns>
    public NftElement? FindElement(NftSetRef set, NftKey key)
    {
        var request = ElementRequest(set, $"get element {set} {key}", key);
        if (!_socket.TryGet(request, static message => NftElementParser.Parse(message), out var elements, out var error))
        {
            return IsAbsent(error) ? null : throw error;
        }

        return elements.Count > 0 ? elements[0].Element : null;
    }

    /// <summary>Every element of a set; none when there is no such set.</summary>
    /// <remarks>
    /// While the kernel moves a hash set to a larger table, which goes on after the transaction that filled it, a dump passes elements over
    /// without saying so (rhashtable walks promise no more). A large set is therefore read until two readings find as many.
    /// </remarks>
    public IReadOnlyList<NftElement> GetElements(NftSetRef set)
    {
        var elements = ReadOnce(set);
        for (var again = 0; again < Rereadings && elements.Count > SmallSet; again++)
        {
            var next = ReadOnce(set);
            if (CountKeys(next) == CountKeys(elements))
            {
                return next;
            }

            elements = next;
        }

        return elements;
    }

    private static int CountKeys(IReadOnlyList<NftElement> elements) => elements.Select(static e => e.Key).Distinct().Count();

    private IReadOnlyList<NftElement> ReadOnce(NftSetRef set)
    {
        var all = new List<NftElementPart>();
        foreach (var message in DumpOrNone<List<NftElementPart>>(ElementRequest(set, $"get elements {set}", null), ReadElements))
        {
            all.AddRange(message);
        }

        return NftElementParser.Join(all);
    }

    /// <summary>Whether a set has no element, or does not exist. Reads no further than to the first.</summary>
    public bool IsEmpty(NftSetRef set)
    {
        try
        {
            return !_socket.DumpAny(
                ElementRequest(set, $"get elements {set}", null), static message => NftElementParser.Parse(message).Count > 0);
        }
        catch (NetlinkException e) when (IsAbsent(e))
        {
            return true;
        }
    }

    private static bool ReadElements(NetlinkMessage message, out List<NftElementPart> elements)
    {
        elements = NftElementParser.Parse(message);
        return true;
    }

    private static NetlinkRequest ElementRequest(NftSetRef set, string operation, NftKey? key) =>
        NftMessage.Get(NftMessageType.GetSetElem, set.Table.Family, operation, writer =>
        {
            writer.Text(ElementListAttribute.Table, set.Table.Name);
            writer.Text(ElementListAttribute.Set, set.Name);
            if (key is { } wanted)
            {
                using (writer.Nest(ElementListAttribute.Elements))
                {
                    NftElementWriter.Write(writer, new NftElement(wanted), withData: false);
                }
            }
        });
}
