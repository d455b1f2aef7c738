using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>Requests that add entries to the ARP or neighbour discovery table and take them away.</summary>
public static class NeighbourRequest
{
    /// <summary>Adds an entry. EEXIST when the address has one.</summary>
    public static NetlinkRequest Add(Neighbour neighbour) =>
        New("newneigh", NetlinkFlags.Create | NetlinkFlags.Exclusive | NetlinkFlags.Ack, neighbour);

    /// <summary>Adds an entry, or puts it in the place of the one the address has.</summary>
    public static NetlinkRequest Replace(Neighbour neighbour) =>
        New("replaceneigh", NetlinkFlags.Create | NetlinkFlags.Replace | NetlinkFlags.Ack, neighbour);

    /// <summary>Takes an entry away; only link, address and whether it is a proxy matter. ENOENT when there is none.</summary>
    public static NetlinkRequest Delete(Neighbour neighbour)
    {
        using var writer = new NetlinkWriter();
        Write(writer, neighbour);
        return writer.ToRequest($"delneigh {neighbour.Address} dev {neighbour.LinkIndex}", Rtm.RTM_DELNEIGH, NetlinkFlags.Ack);
    }

    private static NetlinkRequest New(string verb, NetlinkFlags flags, Neighbour neighbour)
    {
        using var writer = new NetlinkWriter();
        Write(writer, neighbour);
        if (neighbour.Mac is { } mac)
        {
            writer.Put(Nda.NDA_LLADDR, mac.ToArray());
        }

        return writer.ToRequest($"{verb} {neighbour.Address} dev {neighbour.LinkIndex}", Rtm.RTM_NEWNEIGH, flags);
    }

    private static void Write(NetlinkWriter writer, Neighbour neighbour)
    {
        ArgumentNullException.ThrowIfNull(neighbour);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(neighbour.LinkIndex);
        writer.WriteStruct(new NdMsg
        {
            ndm_family = KernelFamily.Of(neighbour.Address),
            ndm_ifindex = neighbour.LinkIndex,
            ndm_state = (ushort)neighbour.State,
            ndm_flags = neighbour.IsProxy ? (byte)Nda.NTF_PROXY : (byte)0,
        });
        writer.PutAddress(Nda.NDA_DST, neighbour.Address);
    }
}
