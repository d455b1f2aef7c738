using System.Runtime.InteropServices;

namespace CniChain.Linux.Netlink;

/// <summary>One message from the kernel. Its bytes are valid only while the callback it was given to runs.</summary>
public readonly ref struct NetlinkMessage
{
    internal NetlinkMessage(NlMsgHdr header, ReadOnlySpan<byte> payload)
    {
        Type = header.nlmsg_type;
        Flags = (NetlinkFlags)header.nlmsg_flags;
        Sequence = header.nlmsg_seq;
        Payload = payload;
    }

    /// <summary>nlmsg_type.</summary>
    public ushort Type { get; }

    /// <summary>nlmsg_flags.</summary>
    public NetlinkFlags Flags { get; }

    /// <summary>What follows nlmsghdr.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    internal uint Sequence { get; }

    /// <summary>The family's own header at the start of the payload, such as struct ifinfomsg.</summary>
    public T Header<T>()
        where T : unmanaged =>
        MemoryMarshal.Read<T>(Payload);

    /// <summary>The attributes behind a header of so many bytes.</summary>
    public NetlinkAttributes Attributes(int headerLength)
    {
        var start = NetlinkConstants.Align(headerLength);
        return new(start < Payload.Length ? Payload[start..] : []);
    }

    /// <summary>Takes the next message off received bytes.</summary>
    /// <returns>False when none is left, or what is left is not a whole message.</returns>
    internal static bool TryRead(ref ReadOnlySpan<byte> bytes, out NetlinkMessage message)
    {
        message = default;
        if (!MemoryMarshal.TryRead<NlMsgHdr>(bytes, out var header)
            || header.nlmsg_len < NlMsgHdr.Size
            || header.nlmsg_len > bytes.Length)
        {
            return false;
        }

        var length = (int)header.nlmsg_len;
        message = new NetlinkMessage(header, bytes[NlMsgHdr.Size..length]);
        bytes = bytes[Math.Min(NetlinkConstants.Align(length), bytes.Length)..];
        return true;
    }
}
