using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>A link that a thread wants deleted, and how that went.</summary>
internal sealed class LinkDeletion
{
    private readonly string? _name;
    private readonly Predicate<Link>? _isWanted;

    /// <summary>A link to be deleted whatever it is.</summary>
    public LinkDeletion(NetlinkRequest request, int index)
    {
        Request = request;
        Index = index;
    }

    /// <summary>A link to be deleted when it is the one meant, which whoever carries it out looks at.</summary>
    public LinkDeletion(string name, Predicate<Link> isWanted)
    {
        _name = name;
        _isWanted = isWanted;
    }

    /// <summary>Whether the link has to be looked at first.</summary>
    public bool IsConditional => _isWanted is not null;

    /// <summary>The deletion of this link alone; null as long as it is not known to be the one meant.</summary>
    public NetlinkRequest? Request { get; private set; }

    public int Index { get; private set; }

    /// <summary>How many went together.</summary>
    public int Together { get; set; }

    /// <summary>The kernel's refusal; null when the link was deleted.</summary>
    public NetlinkException? Failure { get; set; }

    /// <summary>Looks at the link.</summary>
    /// <returns>Null when there is none, or not the one meant.</returns>
    public Link? Look(RouteSocket socket)
    {
        if (_isWanted is null)
        {
            return socket.FindLink(Index);
        }

        if (socket.FindLink(_name!) is not { } link || !_isWanted(link))
        {
            return null;
        }

        Index = link.Index;
        Request = LinkRequest.Delete(link.Index);
        return link;
    }
}
