using System.Diagnostics.CodeAnalysis;
using System.Text;
using CniChain.Plugins.Dhcp.Codec;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 119: search domains, compressed as in DNS messages (RFC 3397; RFC 1035, 4.1.4).</summary>
internal sealed class DomainSearchOption : IDhcpOption<IReadOnlyList<string>>
{
    private const int PointerBits = 0xc0;

    // Few resolvers heed more, and what they become must not grow with what a server sends.
    private const int MaxDomains = 64;

    public static byte Code => 119;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IReadOnlyList<string> value)
    {
        value = null;
        var names = new List<string>();
        var position = 0;
        while (position < data.Length && names.Count < MaxDomains)
        {
            if (!TryReadName(data, ref position, out var name))
            {
                return false;
            }

            if (name.Length > 0)
            {
                names.Add(name);
            }
        }

        value = names;
        return names.Count > 0;
    }

    /// <summary>Without compression, which is the sender's choice.</summary>
    public static int Write(IReadOnlyList<string> value, Span<byte> target)
    {
        var length = 0;
        foreach (var name in value)
        {
            foreach (var label in name.Split('.'))
            {
                target[length] = (byte)Encoding.ASCII.GetBytes(label, target[(length + 1)..]);
                length += 1 + target[length];
            }

            target[length++] = 0;
        }

        return length;
    }

    /// <param name="data">All names.</param>
    /// <param name="position">Where the name begins, and then where the next does.</param>
    /// <param name="name">The name; empty for the root.</param>
    private static bool TryReadName(ReadOnlySpan<byte> data, ref int position, [NotNullWhen(true)] out string? name)
    {
        name = null;
        var text = new StringBuilder();
        var at = position;
        var lowest = position;
        var jumped = false;
        while (at < data.Length)
        {
            var length = data[at];
            if ((length & PointerBits) == PointerBits)
            {
                if (at + 1 >= data.Length)
                {
                    return false;
                }

                // Only ever further back, so that no loop is possible.
                var target = ((length & ~PointerBits) << 8) | data[at + 1];
                position = jumped ? position : at + 2;
                jumped = true;
                if (target >= lowest)
                {
                    return false;
                }

                at = lowest = target;
                continue;
            }

            if (length == 0)
            {
                position = jumped ? position : at + 1;
                name = text.ToString();
                return name.Length == 0 || NameText.IsName(Encoding.ASCII.GetBytes(name));
            }

            if ((length & PointerBits) != 0 || at + 1 + length > data.Length || text.Length + length > byte.MaxValue
                || !AppendLabel(text, data.Slice(at + 1, length)))
            {
                return false;
            }

            at += 1 + length;
        }

        return false;
    }

    private static bool AppendLabel(StringBuilder text, ReadOnlySpan<byte> label)
    {
        if (text.Length > 0)
        {
            text.Append('.');
        }

        foreach (var b in label)
        {
            if (!NameText.IsLabelByte(b))
            {
                return false;
            }

            text.Append((char)b);
        }

        return true;
    }
}
