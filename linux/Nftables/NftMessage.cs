using System.Buffers.Binary;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables;

/// <summary>Messages around those of a batch.</summary>
internal static class NftMessage
{
    /// <summary>nlmsg_type: subsystem and message.</summary>
    public static ushort Type(NftMessageType type) => (ushort)((NfnlConstants.NFNL_SUBSYS_NFTABLES << 8) | (ushort)type);

    /// <summary>NFNL_MSG_BATCH_BEGIN; with a generation, the kernel refuses the batch with ERESTART at any other.</summary>
    public static NetlinkRequest Begin(uint? generation)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(Frame);
        if (generation is { } id)
        {
            writer.PutUInt32BigEndian(NfnlConstants.NFNL_BATCH_GENID, id);
        }

        return writer.ToRequest("nftables transaction", NfnlConstants.NFNL_MSG_BATCH_BEGIN, NetlinkFlags.None);
    }

    /// <summary>NFNL_MSG_BATCH_END.</summary>
    public static NetlinkRequest End()
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(Frame);
        return writer.ToRequest("end nftables transaction", NfnlConstants.NFNL_MSG_BATCH_END, NetlinkFlags.None);
    }

    /// <summary>Asks for an object, or with <see cref="NetlinkFlags.Dump"/> for all.</summary>
    public static NetlinkRequest Get(NftMessageType type, NftFamily? family, string operation, Action<NetlinkWriter>? attributes = null)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(new NfGenMsg { nfgen_family = (byte)(family ?? 0) });
        attributes?.Invoke(writer);
        return writer.ToRequest(operation, Type(type), NetlinkFlags.None);
    }

    private static NfGenMsg Frame => new()
    {
        res_id = BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReverseEndianness((ushort)NfnlConstants.NFNL_SUBSYS_NFTABLES)
            : (ushort)NfnlConstants.NFNL_SUBSYS_NFTABLES,
    };
}
