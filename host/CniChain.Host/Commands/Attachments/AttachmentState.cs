using CniChain.Linux;
using CniChain.Linux.Nftables;
using CniChain.Linux.Route;

namespace CniChain.Host.Commands;

/// <summary>An attachment as the kernel has it now, beside what the journal says of it.</summary>
internal sealed record AttachmentState
{
    // What every nf_tables table of ours is called; its elements carry their owner as a comment.
    private const string OwnTables = "cnichain_";

    public required JournalAttachment Journal { get; init; }

    /// <summary>The interface in the container; null when it is not there.</summary>
    public InterfaceState? Container { get; init; }

    /// <summary>The routes through it.</summary>
    public IReadOnlyList<Route> Routes { get; init; } = [];

    /// <summary>Its other end on the node; null when there is none.</summary>
    public InterfaceState? Peer { get; init; }

    /// <summary>The bridge that end is a port of; null when it is of none.</summary>
    public InterfaceState? Bridge { get; init; }

    /// <summary>The elements of nf_tables sets and maps that belong to it.</summary>
    public IReadOnlyList<OwnedElement> Elements { get; init; } = [];

    /// <summary>Where the kernel is not as the journal says, a sentence each.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>Looks at it.</summary>
    /// <param name="journal">What the journal says.</param>
    /// <param name="host">The node's namespace.</param>
    public static AttachmentState Read(JournalAttachment journal, NetworkNamespace host)
    {
        using var node = RouteSocket.Open(host);
        var state = ReadContainer(new AttachmentState { Journal = journal, Elements = ReadElements(journal.Attachment.OwnerTag, host) }, out var peerIndex);
        if (peerIndex is { } index && node.FindLink(index) is { } peer)
        {
            state = state with
            {
                Peer = InterfaceState.Of(node, peer),
                Bridge = peer.MasterIndex is { } master && node.FindLink(master) is { } bridge ? InterfaceState.Of(node, bridge) : null,
            };
        }

        return state with { Differences = StateDifferences.Find(state) };
    }

    private static AttachmentState ReadContainer(AttachmentState state, out int? peerIndex)
    {
        peerIndex = null;
        try
        {
            if (!NetworkNamespace.TryOpenPath(state.Journal.NetnsPath, out var netns))
            {
                return state;
            }

            using (netns)
            {
                if (netns.Identity != state.Journal.NetnsIdentity)
                {
                    return state;
                }

                using var inside = RouteSocket.Open(netns);
                if (inside.FindLink(state.Journal.Attachment.IfName) is not { } link)
                {
                    return state;
                }

                peerIndex = link.PeerIndex;
                return state with { Container = InterfaceState.Of(inside, link), Routes = inside.GetRoutes(link.Index) };
            }
        }
        catch (LinuxException)
        {
            return state; // It ends just now.
        }
    }

    private static List<OwnedElement> ReadElements(string owner, NetworkNamespace host)
    {
        var elements = new List<OwnedElement>();
        using var nft = NftSocket.Open(host);
        foreach (var table in nft.GetTables().Where(t => t.Name.StartsWith(OwnTables, StringComparison.Ordinal)))
        {
            foreach (var set in nft.GetSets(table))
            {
                foreach (var element in nft.GetElements(set.Reference).Where(e => e.Comment == owner))
                {
                    elements.Add(OwnedElement.Of(set, element));
                }
            }
        }

        return elements;
    }
}
