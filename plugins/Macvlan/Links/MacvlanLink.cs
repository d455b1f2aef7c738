using CniChain.Linux;
using CniChain.Linux.Route;
using Tmds.Linux;

namespace CniChain.Plugins.Macvlan.Links;

/// <summary>The container's interface.</summary>
internal static class MacvlanLink
{
    // "cnic": the group of a link between its creation and the message that writes its owner on it, which the kernel does not take at
    // creation. An ADD that dies in between leaves a link that is known by it, and by nothing else, as ours.
    private const uint UnfinishedGroup = 0x636e6963;

    /// <summary>Makes it where it belongs, by one message, and writes its owner on it. It is down.</summary>
    /// <exception cref="CniException">Code 4: the container has an interface of this name. 7: the master cannot carry it.</exception>
    public static Link Create(NetworkSide host, NetworkSide container, Link master, Attachment attachment, MacvlanConfig config)
    {
        var step = $"create \"{attachment.IfName}\" in the container on \"{master.Name}\"";
        try
        {
            (config.LinkInContainer ? container : host).Route.Execute(LinkRequest.CreateMacvlan(new MacvlanOptions
            {
                Name = attachment.IfName,
                Parent = master.Index,
                Mode = config.Mode,
                Mtu = config.Mtu == 0 ? null : config.Mtu,
                Mac = config.Mac,
                BroadcastQueueLength = config.BroadcastQueueLength,
                Namespace = config.LinkInContainer ? null : container.Namespace,
                Group = UnfinishedGroup,
            }));
        }
        catch (LinuxException e) when (e.Errno == LibC.EEXIST && container.Route.FindLink(attachment.IfName) is not null)
        {
            throw new CniException(
                CniErrorCode.InvalidEnvironment,
                $"CNI_IFNAME is \"{attachment.IfName}\", but the container has an interface of that name; choose another, or DEL the old attachment first",
                null,
                e);
        }
        catch (LinuxException e) when (e.Errno == LibC.EBUSY || e.Errno == LibC.EINVAL)
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"{step}: {e.Message}; the master may belong to a bridge or bond, carry a macvlan in passthru mode, or be no Ethernet link",
                null,
                e);
        }
        catch (LinuxException e)
        {
            throw KernelFailure.During(step, e);
        }

        return KernelFailure.Guard(step, () =>
        {
            var link = container.Route.GetLink(attachment.IfName);
            container.Route.Execute(LinkRequest.Change(link.Index, new LinkChange { Alias = attachment.OwnerTag, Group = 0 }));
            return link;
        });
    }

    /// <summary>Removes it; absence is success.</summary>
    public static void Remove(NetworkSide container, CniContext context)
    {
        var attachment = context.RequireAttachment();
        if (container.Route.FindLink(attachment.IfName) is not { } link)
        {
            return;
        }

        var isOurs = link.Kind == "macvlan"
            && (link.Alias == attachment.OwnerTag
                || (link.Alias is null && (link.Group == UnfinishedGroup || IsStatedBy(context.PrevResult, link))));
        if (isOurs)
        {
            Delete(container, link);
        }
        else
        {
            // A failed ADD must not take the interface along whose name was why it failed.
            context.Log.Warn($"macvlan: \"{link.Name}\" in the container is not of network \"{context.Config.Name}\"; it is left alone");
        }
    }

    /// <summary>Deletes a link that may be gone already.</summary>
    public static void Delete(NetworkSide side, Link link)
    {
        foreach (var failure in side.Route.TryExecute(LinkRequest.Delete(link.Index)))
        {
            if (failure.Errno != LibC.ENODEV)
            {
                throw failure;
            }
        }
    }

    /// <summary>Without an owner: made by the reference plugin, if the result says so.</summary>
    private static bool IsStatedBy(CniResult? result, Link link)
    {
        foreach (var i in result?.Interfaces ?? [])
        {
            if (i.Name == link.Name && !string.IsNullOrEmpty(i.Sandbox) && i.Mac == link.Mac?.ToString())
            {
                return true;
            }
        }

        return false;
    }
}
