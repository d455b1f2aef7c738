using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables;

/// <summary>Writes elements into NFTA_SET_ELEM_LIST_ELEMENTS.</summary>
internal static class NftElementWriter
{
    /// <summary>NFT_SET_ELEM_INTERVAL_END.</summary>
    public const uint IntervalEnd = 1;

    public static void Write(NetlinkWriter writer, NftElement element, bool withData)
    {
        // Of a single field, the kernel keeps an interval as two elements; of a concatenation, as one with two keys.
        var ending = element.KeyEnd;
        var concatenated = ending is { Fields: > 1 };
        using (writer.Nest(ListAttribute.Element))
        {
            if (withData && element.Timeout is { } timeout)
            {
                writer.Be64(ElementAttribute.Timeout, (ulong)timeout.TotalMilliseconds);
            }

            writer.Value(ElementAttribute.Key, element.Key.Bytes);
            if (concatenated)
            {
                writer.Value(ElementAttribute.KeyEnd, ending!.Value.Bytes);
            }

            if (withData)
            {
                WriteData(writer, element.Data);
                NftUserData.WriteComment(writer, ElementAttribute.UserData, element.Comment);
            }
        }

        if (ending is { } end && !concatenated)
        {
            WriteEnd(writer, end);
        }
    }

    private static void WriteEnd(NetlinkWriter writer, NftKey end)
    {
        using (writer.Nest(ListAttribute.Element))
        {
            writer.Be32(ElementAttribute.Flags, IntervalEnd);
            writer.Value(ElementAttribute.Key, end.Bytes);
        }
    }

    private static void WriteData(NetlinkWriter writer, NftData? data)
    {
        switch (data)
        {
            case { Verdict: { } verdict }:
                writer.Verdict(ElementAttribute.Data, verdict);
                break;
            case { } value:
                writer.Value(ElementAttribute.Data, value.Value.Bytes);
                break;
        }
    }
}
