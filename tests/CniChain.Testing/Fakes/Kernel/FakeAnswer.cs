using System.Runtime.InteropServices;
using CniChain.Linux.Netlink;

namespace CniChain.Testing;

/// <summary>Datagrams from a fake kernel, as the real one lays them out.</summary>
internal static class FakeAnswer
{
    public static byte[] Message(ushort type, NetlinkFlags flags, uint sequence, ReadOnlySpan<byte> payload)
    {
        var bytes = new byte[NlMsgHdr.Size + NetlinkConstants.Align(payload.Length)];
        var header = new NlMsgHdr
        {
            nlmsg_len = (uint)(NlMsgHdr.Size + payload.Length),
            nlmsg_type = type,
            nlmsg_flags = (ushort)flags,
            nlmsg_seq = sequence,
        };
        MemoryMarshal.Write(bytes, header);
        payload.CopyTo(bytes.AsSpan(NlMsgHdr.Size));
        return bytes;
    }

    /// <summary>struct nlmsgerr: the error and the request's header, then the extended ack.</summary>
    public static byte[] Ack(NetlinkMessage request, int errno, string? text, int? offset = null)
    {
        using var writer = new NetlinkWriter();
        writer.WriteStruct(-errno);
        writer.WriteStruct(new NlMsgHdr
        {
            nlmsg_len = (uint)(NlMsgHdr.Size + request.Payload.Length),
            nlmsg_type = request.Type,
            nlmsg_flags = (ushort)request.Flags,
            nlmsg_seq = request.Sequence,
        });
        if (text is not null)
        {
            writer.PutString(NetlinkConstants.NLMSGERR_ATTR_MSG, text);
        }

        if (offset is { } at)
        {
            writer.PutInt32(NetlinkConstants.NLMSGERR_ATTR_OFFS, at);
        }

        return Message(
            NetlinkConstants.NLMSG_ERROR,
            NetlinkFlags.Capped | (text is null && offset is null ? NetlinkFlags.None : NetlinkFlags.AckAttributes),
            request.Sequence,
            writer.Written);
    }

    public static byte[] Done(uint sequence) => Message(NetlinkConstants.NLMSG_DONE, NetlinkFlags.Multi, sequence, new byte[sizeof(int)]);
}
