using System.Runtime.InteropServices;

namespace CniChain.Linux.Netlink;

/// <summary>One message to the kernel, without what a socket adds when it sends it (length, sequence).</summary>
/// <remarks>Immutable; may be sent any number of times, on any socket of its family.</remarks>
public sealed class NetlinkRequest
{
    /// <summary>Makes a request; NLM_F_REQUEST is added to the flags.</summary>
    /// <param name="operation">What it does and to what, for error messages: <c>newlink eth0</c>.</param>
    /// <param name="type">nlmsg_type.</param>
    /// <param name="flags">nlmsg_flags. Without <see cref="NetlinkFlags.Ack"/> the kernel answers failure only.</param>
    /// <param name="payload">What follows nlmsghdr: the family's own header and attributes, each padded to 4 bytes.</param>
    public NetlinkRequest(string operation, ushort type, NetlinkFlags flags, ReadOnlyMemory<byte> payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(operation);
        Operation = operation;
        Type = type;
        Flags = flags | NetlinkFlags.Request;
        Payload = payload;
    }

    /// <summary>What it does and to what, for error messages.</summary>
    public string Operation { get; }

    /// <summary>nlmsg_type.</summary>
    public ushort Type { get; }

    /// <summary>nlmsg_flags, NLM_F_REQUEST included.</summary>
    public NetlinkFlags Flags { get; }

    /// <summary>What follows nlmsghdr.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The length of the whole message in bytes, header included (nlmsg_len).</summary>
    public int Length => NlMsgHdr.Size + Payload.Length;

    /// <summary>What must not be finalized before the request is sent, since the payload has its descriptor's number.</summary>
    internal object? KeepAlive { get; init; }

    /// <summary>The index of the link that the request deletes and nothing else; null for every other request.</summary>
    internal int? DeletedLink { get; init; }

    /// <summary>Writes the message as it is sent.</summary>
    /// <returns>How many bytes it takes, its padding included.</returns>
    internal int WriteTo(Span<byte> buffer, uint sequence, NetlinkFlags moreFlags = NetlinkFlags.None)
    {
        var header = new NlMsgHdr
        {
            nlmsg_len = (uint)Length,
            nlmsg_type = Type,
            nlmsg_flags = (ushort)(Flags | moreFlags),
            nlmsg_seq = sequence,
        };
        MemoryMarshal.Write(buffer, header);
        Payload.Span.CopyTo(buffer[NlMsgHdr.Size..]);
        var padded = NetlinkConstants.Align(Length);
        buffer[Length..padded].Clear();
        return padded;
    }

    /// <inheritdoc/>
    public override string ToString() => Operation;
}
