using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Conntrack.Protocol;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Conntrack;

/// <summary>Messages about connections.</summary>
internal static class ConntrackRequest
{
    /// <summary>NFPROTO_IPV4.</summary>
    private const byte Ip = 2;

    /// <summary>NFPROTO_IPV6.</summary>
    private const byte Ip6 = 10;

    /// <summary>The IP versions a filter is about.</summary>
    /// <exception cref="ArgumentException">See <see cref="ConntrackSocket.Delete"/>.</exception>
    public static byte[] Families(ConntrackFilter filter)
    {
        if (filter is { OriginalDestination: null, OriginalDestinationPort: null, ReplySource: null, ReplySourcePort: null })
        {
            throw new ArgumentException($"A filter of protocol {filter.Protocol} alone would end every connection; give an address or a port.", nameof(filter));
        }

        AddressFamily? family = filter.Family;
        foreach (var address in (IPAddress?[])[filter.OriginalDestination, filter.ReplySource])
        {
            if (address is not null && (family ??= address.AddressFamily) != address.AddressFamily)
            {
                throw new ArgumentException($"No connection has addresses of both IP versions: {filter}.", nameof(filter));
            }
        }

        return family switch
        {
            null => [Ip, Ip6],
            AddressFamily.InterNetworkV6 => [Ip6],
            _ => [Ip],
        };
    }

    /// <summary>Asks the kernel to delete what matches.</summary>
    public static NetlinkRequest DeleteMatching(ConntrackFilter filter, byte family)
    {
        using var writer = Start(family);
        var original = ConntrackTupleFilter.Protocol
            | (filter.OriginalDestination is null ? 0 : ConntrackTupleFilter.DestinationAddress)
            | (filter.OriginalDestinationPort is null ? 0 : ConntrackTupleFilter.DestinationPort);
        var reply = ConntrackTupleFilter.Protocol
            | (filter.ReplySource is null ? 0 : ConntrackTupleFilter.SourceAddress)
            | (filter.ReplySourcePort is null ? 0 : ConntrackTupleFilter.SourcePort);

        // Both tuples always, though one may say no more than the protocol: an old kernel that finds neither would delete everything.
        using (writer.Nest(ConntrackAttribute.TupleOriginal))
        {
            WriteAddress(writer, filter.OriginalDestination, TupleIpAttribute.V4Destination, TupleIpAttribute.V6Destination);
            WriteProtocol(writer, filter.Protocol, filter.OriginalDestinationPort, TupleProtoAttribute.DestinationPort);
        }

        using (writer.Nest(ConntrackAttribute.TupleReply))
        {
            WriteAddress(writer, filter.ReplySource, TupleIpAttribute.V4Source, TupleIpAttribute.V6Source);
            WriteProtocol(writer, filter.Protocol, filter.ReplySourcePort, TupleProtoAttribute.SourcePort);
        }

        using (writer.Nest(ConntrackAttribute.Filter))
        {
            // In the machine's byte order, unlike everything else here.
            writer.PutUInt32((ushort)FilterAttribute.OriginalFlags, (uint)original);
            writer.PutUInt32((ushort)FilterAttribute.ReplyFlags, (uint)reply);
        }

        return writer.ToRequest($"delete connections {filter}", Type(ConntrackMessageType.Delete), NetlinkFlags.Ack);
    }

    /// <summary>Asks for all connections of an IP version.</summary>
    public static NetlinkRequest List(byte family)
    {
        using var writer = Start(family);
        return writer.ToRequest("list connections", Type(ConntrackMessageType.Get), NetlinkFlags.None);
    }

    /// <summary>Deletes a connection as it was listed: by its tuple, its zone and the id that tells it from a successor.</summary>
    public static NetlinkRequest DeleteOne(NetlinkMessage listed)
    {
        using var writer = Start(listed.Header<NfGenMsg>().nfgen_family);
        foreach (var attribute in listed.Attributes(NfGenMsg.Size))
        {
            switch ((ConntrackAttribute)attribute.Type)
            {
                case ConntrackAttribute.TupleOriginal:
                    writer.Put((ushort)(attribute.Type | NetlinkConstants.NLA_F_NESTED), attribute.Value);
                    break;
                case ConntrackAttribute.Id or ConntrackAttribute.Zone:
                    writer.Put(attribute.Type, attribute.Value);
                    break;
            }
        }

        return writer.ToRequest("delete connection", Type(ConntrackMessageType.Delete), NetlinkFlags.Ack);
    }

    private static ushort Type(ConntrackMessageType type) => (ushort)((NfnlConstants.NFNL_SUBSYS_CTNETLINK << 8) | (ushort)type);

    private static NetlinkWriter Start(byte family)
    {
        var writer = new NetlinkWriter();
        writer.WriteStruct(new NfGenMsg { nfgen_family = family });
        return writer;
    }

    private static void WriteAddress(NetlinkWriter writer, IPAddress? address, TupleIpAttribute four, TupleIpAttribute six)
    {
        using (writer.Nest(TupleAttribute.Ip))
        {
            if (address is not null)
            {
                writer.PutAddress((ushort)(address.AddressFamily == AddressFamily.InterNetworkV6 ? six : four), address);
            }
        }
    }

    private static void WriteProtocol(NetlinkWriter writer, byte protocol, ushort? port, TupleProtoAttribute portAttribute)
    {
        using (writer.Nest(TupleAttribute.Proto))
        {
            writer.U8(TupleProtoAttribute.Number, protocol);
            if (port is { } number)
            {
                writer.Be16(portAttribute, number);
            }
        }
    }
}
