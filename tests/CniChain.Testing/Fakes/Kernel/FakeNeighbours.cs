using CniChain.Linux.Netlink;
using CniChain.Linux.Route;

namespace CniChain.Testing;

/// <summary>Neighbour entries of a fake kernel (net/core/neighbour.c).</summary>
internal static class FakeNeighbours
{
    public static void Get(FakeStack stack, NetlinkMessage message, Action<byte[]> answers)
    {
        if (!message.Flags.HasFlag(NetlinkFlags.Dump))
        {
            throw Refused.NotPlayed("RTM_GETNEIGH of one entry");
        }

        var proxies = (message.Header<NdMsg>().ndm_flags & Nda.NTF_PROXY) != 0;
        foreach (var neighbour in stack.Neighbours.Where(n => n.IsProxy == proxies))
        {
            // A request to add has the same layout as an answer.
            answers(FakeAnswer.Message(Rtm.RTM_NEWNEIGH, NetlinkFlags.Multi, message.Sequence, NeighbourRequest.Add(neighbour).Payload.Span));
        }

        answers(FakeAnswer.Done(message.Sequence));
    }

    public static void New(FakeStack stack, NetlinkMessage message)
    {
        var wanted = Read(message);
        _ = stack.Link(wanted.LinkIndex);
        var found = Find(stack, wanted);
        if (found is null && !message.Flags.HasFlag(NetlinkFlags.Create))
        {
            throw Refused.With(Refused.ENOENT);
        }

        if (found is not null && message.Flags.HasFlag(NetlinkFlags.Exclusive))
        {
            throw Refused.With(Refused.EEXIST);
        }

        const NeighbourState valid = NeighbourState.Permanent | NeighbourState.NoArp | NeighbourState.Reachable
            | NeighbourState.Probe | NeighbourState.Stale | NeighbourState.Delay;
        if (!wanted.IsProxy && wanted.Mac is null && (wanted.State & valid) != 0 && found?.Mac is null)
        {
            throw Refused.With(Refused.EINVAL, "No link layer address given");
        }

        if (found is not null)
        {
            stack.Neighbours[stack.Neighbours.IndexOf(found)] = wanted with { Mac = wanted.Mac ?? found.Mac };
        }
        else
        {
            stack.Neighbours.Add(wanted);
        }
    }

    public static void Delete(FakeStack stack, NetlinkMessage message)
    {
        var wanted = Read(message);
        _ = stack.Link(wanted.LinkIndex);
        stack.Neighbours.Remove(Find(stack, wanted) ?? throw Refused.With(Refused.ENOENT));
    }

    private static Neighbour? Find(FakeStack stack, Neighbour wanted) =>
        stack.Neighbours.Find(n => n.LinkIndex == wanted.LinkIndex && n.Address.Equals(wanted.Address) && n.IsProxy == wanted.IsProxy);

    private static Neighbour Read(NetlinkMessage message)
    {
        foreach (var attribute in message.Attributes(NdMsg.Size))
        {
            if (attribute.Type is not (Nda.NDA_DST or Nda.NDA_LLADDR))
            {
                throw Refused.NotPlayed($"attribute {attribute.Type} of a neighbour");
            }
        }

        ReadOnlySpan<byte> answer = FakeAnswer.Message(Rtm.RTM_NEWNEIGH, NetlinkFlags.None, 0, message.Payload);
        return NetlinkMessage.TryRead(ref answer, out var readable) && NeighbourParser.Parse(readable) is { } parsed
            ? parsed
            : throw Refused.NotPlayed("neighbours of this family");
    }
}
