using System.Runtime.InteropServices;

namespace CniChain.Linux.Netlink;

/// <summary>The end of an answer: NLMSG_ERROR (also the ack, with error 0) or NLMSG_DONE, with the extended ack if there is one.</summary>
internal readonly struct NetlinkAck
{
    private NetlinkAck(int errno, string? message, int? offset)
    {
        Errno = errno;
        Message = message;
        Offset = offset;
    }

    /// <summary>0 for success.</summary>
    public int Errno { get; }

    public string? Message { get; }

    public int? Offset { get; }

    public static NetlinkAck Parse(NetlinkMessage message)
    {
        var payload = message.Payload;
        if (payload.Length < sizeof(int))
        {
            // A bare NLMSG_DONE, as some dumps of old kernels end.
            return default;
        }

        var errno = -MemoryMarshal.Read<int>(payload);
        if (errno == 0 || !message.Flags.HasFlag(NetlinkFlags.AckAttributes))
        {
            return new NetlinkAck(errno, null, null);
        }

        string? text = null;
        int? offset = null;
        foreach (var attribute in message.Attributes(AttributesStart(message)))
        {
            switch (attribute.Type)
            {
                case NetlinkConstants.NLMSGERR_ATTR_MSG:
                    text = attribute.AsString();
                    break;
                case NetlinkConstants.NLMSGERR_ATTR_OFFS:
                    offset = attribute.AsInt32();
                    break;
                case NetlinkConstants.NLMSGERR_ATTR_MISS_TYPE:
                    text ??= $"attribute {attribute.AsUInt32()} is missing";
                    break;
            }
        }

        return new NetlinkAck(errno, text, offset);
    }

    public NetlinkException ToException(string operation, int requestIndex = 0) =>
        new(operation, Errno, Message, Offset, requestIndex);

    /// <summary>struct nlmsgerr is the error and the request's header; the request's payload follows unless it was capped.</summary>
    private static int AttributesStart(NetlinkMessage message)
    {
        if (message.Type == NetlinkConstants.NLMSG_DONE)
        {
            return sizeof(int);
        }

        const int fixedPart = sizeof(int) + NlMsgHdr.Size;
        if (message.Flags.HasFlag(NetlinkFlags.Capped) || message.Payload.Length < fixedPart)
        {
            return fixedPart;
        }

        var request = MemoryMarshal.Read<NlMsgHdr>(message.Payload[sizeof(int)..]);
        return sizeof(int) + NetlinkConstants.Align((int)Math.Min(request.nlmsg_len, (uint)message.Payload.Length));
    }
}
