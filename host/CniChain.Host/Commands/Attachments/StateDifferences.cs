namespace CniChain.Host.Commands;

/// <summary>Where an attachment is not as the journal says. CHECK asks its plugins, and so finds more.</summary>
internal static class StateDifferences
{
    public static IReadOnlyList<string> Find(AttachmentState state)
    {
        var found = new List<string>();
        var attachment = state.Journal.Attachment;
        if (state.Container is not { } container)
        {
            found.Add(state.Journal.State == "gone"
                ? $"the namespace {state.Journal.NetnsPath} is gone; cnichain gc {attachment.Network} removes what is left"
                : $"{attachment.IfName} is not in {state.Journal.NetnsPath}");
            return found;
        }

        if (!container.Link.IsUp)
        {
            found.Add($"{container.Link.Name} in the container is down");
        }

        foreach (var address in state.Journal.Addresses)
        {
            if (!container.Addresses.Any(a => a.Address.Equals(address.Address)))
            {
                found.Add($"{container.Link.Name} does not have {address} any more");
            }
        }

        if (container.Link.PeerIndex is { } index && state.Peer is null)
        {
            found.Add($"the node has no interface {index}, the other end of {container.Link.Name}: it is in another namespace");
        }

        if (state.Peer is { Link.IsUp: false } peer)
        {
            found.Add($"{peer.Link.Name} on the node is down");
        }

        return found;
    }
}
