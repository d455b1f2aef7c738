using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables;

/// <summary>Writes a set's definition behind its table and name.</summary>
internal static class NftSetWriter
{
    /// <param name="writer">The message.</param>
    /// <param name="set">The set.</param>
    /// <param name="id">A number of its own within the batch, which the kernel insists on.</param>
    public static void Write(NetlinkWriter writer, NftSet set, uint id)
    {
        writer.Be32(SetAttribute.Flags, (uint)set.WireFlags);
        writer.Be32(SetAttribute.KeyType, NftFields.Type(set.Key));
        writer.Be32(SetAttribute.KeyLength, (uint)NftFields.Length(set.Key));
        if (set.Data.Count > 0)
        {
            writer.Be32(SetAttribute.DataType, NftFields.Type(set.Data));
            writer.Be32(SetAttribute.DataLength, (uint)NftFields.Length(set.Data));
        }

        writer.Be32(SetAttribute.Id, id);
        WriteDescription(writer, set);
        if (set.Timeout is { } timeout)
        {
            writer.Be64(SetAttribute.Timeout, (ulong)timeout.TotalMilliseconds);
        }

        WriteUserData(writer, set);
    }

    private static void WriteDescription(NetlinkWriter writer, NftSet set)
    {
        var concatenation = set.WireFlags.HasFlag(NftSetFlags.Concat);
        if (set.Size is null && !concatenation)
        {
            return;
        }

        using (writer.Nest(SetAttribute.Description))
        {
            if (set.Size is { } size)
            {
                writer.Be32(SetDescriptionAttribute.Size, size);
            }

            if (concatenation)
            {
                WriteFields(writer, set);
            }
        }
    }

    /// <summary>Ranges over several fields are looked up field by field, so the kernel must know where each begins.</summary>
    private static void WriteFields(NetlinkWriter writer, NftSet set)
    {
        using (writer.Nest(SetDescriptionAttribute.Concatenation))
        {
            foreach (var field in set.Key)
            {
                using (writer.Nest(ListAttribute.Element))
                {
                    writer.Be32(SetFieldAttribute.Length, (uint)NftFields.Length(field));
                }
            }
        }
    }

    private static void WriteUserData(NetlinkWriter writer, NftSet set)
    {
        NftName.CheckComment(set.Comment);
        var data = new NftUserData(stackalloc byte[NftUserData.MaxLength]);
        data.UInt32(NftUserData.SetKeyByteOrder, NftFields.ByteOrder(set.Key));
        if (set.Data.Count > 0)
        {
            data.UInt32(NftUserData.SetDataByteOrder, NftFields.ByteOrder(set.Data));
            data.UInt32(NftUserData.SetDataInterval, 0);
        }

        if (set.Comment is { } comment)
        {
            data.Text(NftUserData.SetComment, comment);
        }

        writer.Bytes(SetAttribute.UserData, data.Written);
    }
}
