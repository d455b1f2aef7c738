using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables;

/// <summary>Reads elements from messages.</summary>
internal static class NftElementParser
{
    public static List<NftElementPart> Parse(NetlinkMessage message)
    {
        var parts = new List<NftElementPart>();
        if (NftParser.Attributes(message).TryGet((ushort)ElementListAttribute.Elements, out var list))
        {
            foreach (var element in list.Nested)
            {
                parts.Add(ParseElement(element.Nested));
            }
        }

        return parts;
    }

    /// <summary>Puts the two ends of intervals together; elements of plain sets pass as they are.</summary>
    public static List<NftElement> Join(List<NftElementPart> parts)
    {
        var joined = new List<NftElement>(parts.Count);
        if (parts.Exists(static part => part.EndsInterval))
        {
            // An end comes before a start of the same key: the one interval is over where the next begins.
            parts.Sort(static (a, b) =>
                a.Element.Key.Bytes.SequenceCompareTo(b.Element.Key.Bytes) is var order && order != 0
                    ? order
                    : b.EndsInterval.CompareTo(a.EndsInterval));
        }

        foreach (var part in parts)
        {
            if (!part.EndsInterval)
            {
                joined.Add(part.Element);
            }
            else if (joined.Count > 0)
            {
                joined[^1] = joined[^1] with { KeyEnd = part.Element.Key };
            }
        }

        return joined;
    }

    private static NftElementPart ParseElement(NetlinkAttributes attributes)
    {
        var element = new NftElement(default);
        var endsInterval = false;
        foreach (var attribute in attributes)
        {
            switch ((ElementAttribute)attribute.Type)
            {
                case ElementAttribute.Key:
                    element = element with { Key = NftKey.FromBytes(Value(attribute)) };
                    break;
                case ElementAttribute.KeyEnd:
                    element = element with { KeyEnd = NftKey.FromConcatenation(Value(attribute)) };
                    break;
                case ElementAttribute.Data:
                    element = element with { Data = Data(attribute) };
                    break;
                case ElementAttribute.Timeout:
                    element = element with { Timeout = TimeSpan.FromMilliseconds(attribute.AsUInt64BigEndian()) };
                    break;
                case ElementAttribute.UserData:
                    element = element with { Comment = NftUserData.FindText(attribute.Value, NftUserData.Comment) };
                    break;
                case ElementAttribute.Flags:
                    endsInterval = (attribute.AsUInt32BigEndian() & NftElementWriter.IntervalEnd) != 0;
                    break;
            }
        }

        return new NftElementPart(element, endsInterval);
    }

    private static ReadOnlySpan<byte> Value(NetlinkAttribute attribute) =>
        attribute.Nested.TryGet((ushort)DataAttribute.Value, out var value) ? value.Value : default;

    private static NftData Data(NetlinkAttribute attribute)
    {
        if (!attribute.Nested.TryGet((ushort)DataAttribute.Verdict, out var verdict))
        {
            return NftKey.FromBytes(Value(attribute));
        }

        var (code, chain) = (NftVerdictCode.Continue, (string?)null);
        foreach (var part in verdict.Nested)
        {
            switch ((VerdictAttribute)part.Type)
            {
                case VerdictAttribute.Code:
                    code = (NftVerdictCode)part.AsInt32BigEndian();
                    break;
                case VerdictAttribute.Chain:
                    chain = part.AsString();
                    break;
            }
        }

        return new NftVerdict(code, chain);
    }
}
