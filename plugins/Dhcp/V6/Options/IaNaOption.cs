using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 3: an IA_NA with its options (RFC 8415, 21.4).</summary>
internal sealed class IaNaOption : IDhcpOption<IaNa>
{
    private const int HeaderSize = 12;

    public static ushort Code => 3;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IaNa value)
    {
        value = null;
        if (data.Length < HeaderSize || !DhcpOptions.TryRead(data[HeaderSize..], out var options))
        {
            return false;
        }

        value = new IaNa(
            BinaryPrimitives.ReadUInt32BigEndian(data),
            BinaryPrimitives.ReadUInt32BigEndian(data[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(data[8..]),
            options);
        return true;
    }

    public static int Write(IaNa value, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, value.Iaid);
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], value.T1);
        BinaryPrimitives.WriteUInt32BigEndian(target[8..], value.T2);
        return HeaderSize + value.Options.Write(target[HeaderSize..]);
    }
}
