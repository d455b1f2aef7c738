using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 6: the codes of the options a client wants (RFC 8415, 21.7).</summary>
internal sealed class OptionRequestOption : IDhcpOption<IReadOnlyList<ushort>>
{
    public static ushort Code => 6;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<ushort> value)
    {
        value = null;
        if (data.IsEmpty || data.Length % sizeof(ushort) != 0)
        {
            return false;
        }

        var codes = new ushort[data.Length / sizeof(ushort)];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = BinaryPrimitives.ReadUInt16BigEndian(data[(i * sizeof(ushort))..]);
        }

        value = codes;
        return true;
    }

    public static int Write(IReadOnlyList<ushort> value, Span<byte> target)
    {
        for (var i = 0; i < value.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(target[(i * sizeof(ushort))..], value[i]);
        }

        return value.Count * sizeof(ushort);
    }
}
