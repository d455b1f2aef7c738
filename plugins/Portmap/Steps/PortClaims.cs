using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Kernel;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>Who holds the places that a plan wants, and what follows from it.</summary>
internal sealed class PortClaims
{
    private PortClaims(PortPlan plan, bool examined, IReadOnlyList<PlannedElement> replaced, IReadOnlySet<PublishedPort> elsewhere)
    {
        Plan = plan;
        Examined = examined;
        Replaced = replaced;
        Elsewhere = elsewhere;
    }

    /// <summary>Whether the kernel was looked at, because something there was not as expected.</summary>
    public bool Examined { get; }

    /// <summary>What is left to publish.</summary>
    public PortPlan Plan { get; }

    /// <summary>Elements in the way that go in the same transaction.</summary>
    public IReadOnlyList<PlannedElement> Replaced { get; }

    /// <summary>Ports that the same container publishes already through another network.</summary>
    public IReadOnlySet<PublishedPort> Elsewhere { get; }

    /// <summary>The claims of a plan whose places are taken to be free; the kernel says if one is not.</summary>
    public static PortClaims Unexamined(PortPlan plan) => new(plan, false, [], new HashSet<PublishedPort>());

    /// <summary>Looks at every place.</summary>
    /// <param name="nft">The socket.</param>
    /// <param name="plan">What is wanted.</param>
    /// <param name="earlier">What an earlier ADD of this attachment left, read before.</param>
    /// <exception cref="CniException">Code 11: another attachment publishes one of the ports.</exception>
    public static PortClaims Examine(NftSocket nft, PortPlan plan, IReadOnlyList<PlannedElement> earlier)
    {
        var elsewhere = new HashSet<PublishedPort>();
        foreach (var port in plan.Ports)
        {
            if (nft.FindElement(port.Map, port.Key) is not { } held || held.Comment == plan.OwnerTag)
            {
                continue;
            }

            if (!OwnerTags.SameContainer(held.Comment, plan.OwnerTag))
            {
                throw Held(port, held.Comment);
            }

            elsewhere.Add(port);
        }

        var rest = elsewhere.Count == 0 ? plan : plan.Without(elsewhere);
        return new PortClaims(rest, true, InTheWay(nft, rest, earlier), elsewhere);
    }

    /// <summary>This attachment's own elements of an earlier ADD, wherever they are, and what others left at its places.</summary>
    /// <remarks>
    /// Only ports are others' to hold. The container's address was just given to this attachment, so a target of somebody else's is
    /// what a container that is gone left behind; so is a gate without its port.
    /// </remarks>
    private static List<PlannedElement> InTheWay(NftSocket nft, PortPlan plan, IReadOnlyList<PlannedElement> earlier)
    {
        var found = new OwnedElements(nft).Remaining(earlier);
        foreach (var (set, wanted) in plan.Elements)
        {
            if (nft.FindElement(set, wanted.Key) is { } present && present.Comment != plan.OwnerTag)
            {
                found.Add(new PlannedElement(set, present));
            }
        }

        return found;
    }

    private static CniException Held(PublishedPort port, string? holder)
    {
        var by = string.IsNullOrEmpty(holder) ? "a rule without an owner" : $"attachment {holder}";
        return new CniException(
            CniErrorCode.TryAgainLater,
            $"portmap: host port {port.Mapping} is already published by {by}; give this container another host port, "
                + "or take that attachment down first");
    }
}
