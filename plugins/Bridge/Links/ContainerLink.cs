using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using Tmds.Linux;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>Finds and removes an attachment's veth, however little is left to find it by.</summary>
internal static class ContainerLink
{
    /// <summary>Removes the veth; absence is success. A container's namespace that is gone took it along, unless something holds it.</summary>
    public static void Remove(NetworkSide host, NetworkSide? container, CniContext context, string bridge)
    {
        var attachment = context.RequireAttachment();
        if (TryRemoveByResult(host, context.PrevResult, attachment, bridge))
        {
            return;
        }

        if (container?.Route.FindLink(attachment.IfName) is { } end)
        {
            RemoveFromContainer(host, container, end, context, bridge);
        }
        else
        {
            Delete(host, FindByAlias(host, attachment));
        }
    }

    /// <summary>Deletes links that may be gone already.</summary>
    public static void Delete(NetworkSide side, IReadOnlyList<int> indices)
    {
        if (indices.Count == 1)
        {
            Execute(side, LinkRequest.Delete(indices[0]));
        }
        else if (indices.Count > 1)
        {
            // The kernel waits for RCU once for a group, about 20 ms, instead of once for each.
            var group = (uint)Random.Shared.Next(1, int.MaxValue);
            var requests = new List<NetlinkRequest>(indices.Count);
            foreach (var index in indices)
            {
                requests.Add(LinkRequest.Change(index, new LinkChange { Group = group }));
            }

            Execute(side, [.. requests]);
            Execute(side, LinkRequest.DeleteGroup(group));
        }
    }

    private static void Execute(NetworkSide side, params ReadOnlySpan<NetlinkRequest> requests)
    {
        foreach (var failure in side.Route.TryExecute(requests))
        {
            if (failure.Errno != LibC.ENODEV)
            {
                throw failure;
            }
        }
    }

    /// <summary>The host's end by the name in the result: one question instead of a list of every link.</summary>
    /// <remarks>From the last to the first, since the bridge comes first.</remarks>
    private static bool TryRemoveByResult(NetworkSide host, CniResult? result, Attachment attachment, string bridge)
    {
        foreach (var i in (result?.Interfaces ?? []).Reverse())
        {
            if (string.IsNullOrEmpty(i.Sandbox) && i.Name != bridge
                && host.Route.DeleteLink(i.Name, link => link.Kind == "veth" && link.Alias == attachment.OwnerTag))
            {
                return true;
            }
        }

        return false;
    }

    private static List<int> FindByAlias(NetworkSide host, Attachment attachment)
    {
        var found = new List<int>();
        foreach (var link in host.Route.GetLinks(kind: "veth"))
        {
            if (link.Alias == attachment.OwnerTag)
            {
                found.Add(link.Index);
            }
        }

        return found;
    }

    /// <summary>The container may have an interface of that name from somebody else: then it was what made ADD fail.</summary>
    private static void RemoveFromContainer(NetworkSide host, NetworkSide container, Link end, CniContext context, string bridge)
    {
        var peer = end is { Kind: "veth", PeerIndex: { } index } && host.Route.FindLink(index) is { Kind: "veth" } found
            && found.PeerIndex == end.Index ? found : null;
        var isOurs = peer?.Alias == context.RequireAttachment().OwnerTag;

        // Without an owner: made by the reference plugin, or by an ADD that died before it could write its name on it.
        var isOrphan = peer is { Alias: null }
            && (IsStatedBy(context.PrevResult, end) || host.Route.FindLink(bridge)?.Index == peer.MasterIndex);
        if (isOurs || isOrphan)
        {
            Delete(container, [end.Index]);
        }
        else
        {
            context.Log.Warn($"bridge: \"{end.Name}\" in the container is not of network \"{context.Config.Name}\"; it is left alone");
        }
    }

    private static bool IsStatedBy(CniResult? result, Link end)
    {
        foreach (var i in result?.Interfaces ?? [])
        {
            if (i.Name == end.Name && !string.IsNullOrEmpty(i.Sandbox) && i.Mac == end.Mac?.ToString())
            {
                return true;
            }
        }

        return false;
    }
}
