using System.Net;
using CniChain.Linux.Conntrack.Protocol;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Conntrack;

/// <summary>Applies a filter to connections as they are listed.</summary>
internal static class ConntrackMatcher
{
    public static bool Matches(NetlinkMessage message, ConntrackFilter filter)
    {
        var attributes = message.Attributes(NfGenMsg.Size);
        return attributes.TryGet((ushort)ConntrackAttribute.TupleOriginal, out var original)
            && attributes.TryGet((ushort)ConntrackAttribute.TupleReply, out var reply)
            && HasProtocol(original.Nested, filter.Protocol)
            && HasAddress(
                original.Nested, filter.OriginalDestination, TupleIpAttribute.V4Destination, TupleIpAttribute.V6Destination)
            && HasPort(original.Nested, filter.OriginalDestinationPort, TupleProtoAttribute.DestinationPort)
            && HasAddress(reply.Nested, filter.ReplySource, TupleIpAttribute.V4Source, TupleIpAttribute.V6Source)
            && HasPort(reply.Nested, filter.ReplySourcePort, TupleProtoAttribute.SourcePort);
    }

    private static bool HasProtocol(NetlinkAttributes tuple, byte protocol) =>
        TryGet(tuple, TupleAttribute.Proto, (ushort)TupleProtoAttribute.Number, out var value) && value.AsByte() == protocol;

    private static bool HasPort(NetlinkAttributes tuple, ushort? port, TupleProtoAttribute type) =>
        port is null
        || (TryGet(tuple, TupleAttribute.Proto, (ushort)type, out var value) && value.AsUInt16BigEndian() == port);

    private static bool HasAddress(NetlinkAttributes tuple, IPAddress? address, TupleIpAttribute four, TupleIpAttribute six) =>
        address is null
        || ((TryGet(tuple, TupleAttribute.Ip, (ushort)four, out var value) || TryGet(tuple, TupleAttribute.Ip, (ushort)six, out value))
            && address.Equals(value.AsAddress()));

    private static bool TryGet(NetlinkAttributes tuple, TupleAttribute part, ushort type, out NetlinkAttribute value)
    {
        value = default;
        return tuple.TryGet((ushort)part, out var nest) && nest.Nested.TryGet(type, out value);
    }
}
