using System.Runtime.InteropServices;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables;

public sealed partial class NftBatch
{
    /// <summary>The whole transaction. Only its last change is acknowledged: failures are reported anyway, and success is one.</summary>
    internal NetlinkRequest[] Frame(NetlinkRequest begin, NetlinkRequest end)
    {
        var framed = new NetlinkRequest[_requests.Count + 2];
        framed[0] = begin;
        _requests.CopyTo(framed, 1);
        var last = _requests[^1];
        framed[^2] = new NetlinkRequest(last.Operation, last.Type, last.Flags | NetlinkFlags.Ack, last.Payload);
        framed[^1] = end;
        return framed;
    }

    /// <summary>Names the element that the kernel points at, where a message has many.</summary>
    internal NetlinkException Explain(NetlinkException failure)
    {
        var index = failure.RequestIndex - 1;
        if (failure.Offset is not { } offset
            || (uint)index >= (uint)_requests.Count
            || _elements[index] is not { } elements
            || ElementAt(_requests[index], elements, offset - NlMsgHdr.Size) is not { } element)
        {
            return failure;
        }

        var request = _requests[index];
        var verb = request.Type == NftMessage.Type(NftMessageType.NewSetElem) ? "add" : "delete";
        return new NetlinkException(
            $"{verb} element {SetName(request)} {element.Key}", failure.Errno, failure.KernelMessage, offset, failure.RequestIndex);
    }

    private static NftElement? ElementAt(NetlinkRequest request, IReadOnlyList<NftElement> elements, int offset)
    {
        var payload = request.Payload.Span;
        if (!new NetlinkAttributes(payload[NfGenMsg.Size..]).TryGet((ushort)ElementListAttribute.Elements, out var list))
        {
            return null;
        }

        var position = PositionOf(payload, list.Value);
        for (var i = 0; i < elements.Count && position < payload.Length; i++)
        {
            // An interval of a single field went out as two.
            for (var parts = elements[i].KeyEnd is { Fields: 1 } ? 2 : 1; parts > 0; parts--)
            {
                position += NetlinkConstants.Align(MemoryMarshal.Read<ushort>(payload[position..]));
            }

            if (offset < position)
            {
                return elements[i];
            }
        }

        return null;
    }

    private static int PositionOf(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> part)
    {
        whole.Overlaps(part, out var position);
        return position;
    }

    private static NftSetRef SetName(NetlinkRequest request)
    {
        var payload = request.Payload.Span;
        var (table, set) = ("", "");
        foreach (var attribute in new NetlinkAttributes(payload[NfGenMsg.Size..]))
        {
            table = attribute.Type == (ushort)ElementListAttribute.Table ? attribute.AsString() : table;
            set = attribute.Type == (ushort)ElementListAttribute.Set ? attribute.AsString() : set;
        }

        return new NftSetRef(new NftTable((NftFamily)payload[0], table), set);
    }
}
