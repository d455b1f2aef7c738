using CniChain.Linux.Folding;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>Deletes the links that several threads want gone from one namespace at the same time with one request.</summary>
/// <remarks>
/// The kernel works on one request at a time (rtnl_mutex) and waits for all processors several times in each. RTM_DELLINK takes one link
/// or a whole group (IFLA_GROUP): so the links are put into a group of their own, which is deleted.
/// </remarks>
internal static class LinkDeletions
{
    // One datagram of requests, and half a second with rtnl_mutex held at most.
    private const int MaxTogether = 256;

    private static readonly Gathering<(ulong Device, ulong Inode), LinkDeletion> s_gathering = new(MaxTogether);

    /// <summary>Deletes a link, with whatever other threads delete in the same namespace meanwhile.</summary>
    /// <param name="socket">The caller's socket, unused by others for the time.</param>
    /// <param name="request">The request that deletes the link.</param>
    /// <param name="index">The link.</param>
    /// <returns>The kernel's refusal of this very link; null when it was deleted.</returns>
    public static NetlinkException? Delete(RouteSocket socket, NetlinkRequest request, int index)
    {
        var deletion = new LinkDeletion(request, index);
        Run(socket, deletion);
        return deletion.Failure;
    }

    /// <summary>Deletes a link if it is the one meant, with whatever other threads delete in the same namespace meanwhile.</summary>
    /// <remarks>To look before would be to wait twice: a question about a link waits for the deletions at work as a deletion does.</remarks>
    /// <returns>The deletion, whose request is null when the link is not there or not the one.</returns>
    public static LinkDeletion DeleteIf(RouteSocket socket, string name, Predicate<Link> isWanted)
    {
        var deletion = new LinkDeletion(name, isWanted);
        Run(socket, deletion);
        return deletion;
    }

    private static void Run(RouteSocket socket, LinkDeletion deletion)
    {
        var started = LinuxActivitySource.HasListeners ? TimeProvider.System.GetUtcNow() : default;
        var led = false;
        if (socket.Namespace is { } ns)
        {
            s_gathering.Run(ns, deletion, lot =>
            {
                led = true;
                Delete(socket, lot);
            });
        }
        else
        {
            led = true;
            Delete(socket, [deletion]);
        }

        if (!led && started != default && deletion.Request is { } request)
        {
            LinuxActivitySource.RecordShared(NetlinkProtocol.Route, request, started, deletion.Together, deletion.Failure);
        }
    }

    private static void Delete(RouteSocket socket, IReadOnlyList<LinkDeletion> lot)
    {
        foreach (var deletion in lot)
        {
            deletion.Together = lot.Count;
        }

        var (members, others) = lot is [{ IsConditional: false }] ? ([], lot) : Sort(socket, lot);
        if (members.Count < 2 || !TryDeleteGroup(socket, members))
        {
            DeleteEach(socket, [.. members.Select(m => m.Deletion)]);
        }

        DeleteEach(socket, others);
    }

    /// <summary>Tells those that can be deleted with a group from those that go alone: what no driver made, such as lo, would spoil it.</summary>
    private static (List<(LinkDeletion Deletion, Link Link)> Members, IReadOnlyList<LinkDeletion> Others) Sort(
        RouteSocket socket, IReadOnlyList<LinkDeletion> lot)
    {
        var members = new List<(LinkDeletion, Link)>(lot.Count);
        var others = new List<LinkDeletion>();
        foreach (var deletion in lot)
        {
            if (deletion.Look(socket) is { Kind: not null } link)
            {
                members.Add((deletion, link));
            }
            else if (deletion.Request is not null)
            {
                others.Add(deletion);
            }
        }

        return (members, others);
    }

    private static bool TryDeleteGroup(RouteSocket socket, List<(LinkDeletion Deletion, Link Link)> members)
    {
        // Whoever else uses groups uses small numbers; drawn from two billion, this one is nobody's.
        var group = (uint)Random.Shared.Next(0x10000, int.MaxValue);
        Enter(socket, members, _ => group);
        if (members.Count == 0
            || LinkDeparture.Execute(socket, LinkRequest.DeleteGroup(group), members.Select(m => m.Deletion.Index)) is null)
        {
            return true;
        }

        // One that cannot be deleted keeps all from it. It gets its own refusal next, and stays as it was.
        Enter(socket, members, link => link.Group);
        return false;
    }

    /// <summary>Puts links into groups. Who is refused is told, and goes no further.</summary>
    private static void Enter(RouteSocket socket, List<(LinkDeletion Deletion, Link Link)> members, Func<Link, uint> groupOf)
    {
        var requests = new NetlinkRequest[members.Count];
        for (var i = 0; i < requests.Length; i++)
        {
            requests[i] = LinkRequest.Change(members[i].Deletion.Index, new LinkChange { Group = groupOf(members[i].Link) });
        }

        var failures = socket.TryExecuteAlone(requests);
        for (var i = failures.Count - 1; i >= 0; i--)
        {
            var deletion = members[failures[i].RequestIndex].Deletion;
            deletion.Failure = new NetlinkException(deletion.Request!.Operation, failures[i].Errno, failures[i].KernelMessage);
            members.RemoveAt(failures[i].RequestIndex);
        }
    }

    private static void DeleteEach(RouteSocket socket, IReadOnlyList<LinkDeletion> deletions)
    {
        foreach (var deletion in deletions)
        {
            deletion.Failure = LinkDeparture.Execute(socket, deletion.Request!, [deletion.Index]);
        }
    }
}
