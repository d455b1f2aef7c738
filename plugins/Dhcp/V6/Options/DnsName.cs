using System.Diagnostics.CodeAnalysis;
using System.Text;
using CniChain.Plugins.Dhcp.Codec;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Names as DNS writes them, never compressed here (RFC 8415, 10).</summary>
internal static class DnsName
{
    /// <summary>Reads one name from the beginning of the data.</summary>
    /// <param name="data">The data; what follows the name is left.</param>
    /// <param name="name">The name without its last dot; empty for the root.</param>
    /// <param name="isWhole">Whether it ended in the root; a partial name ends with the data (RFC 4704, 4.2).</param>
    /// <returns>False for what is no name: labels that are too long, compressed, cut short or of other bytes than a name's.</returns>
    public static bool TryRead(ref ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out string name, out bool isWhole)
    {
        name = null;
        isWhole = false;
        var text = new StringBuilder();
        while (!data.IsEmpty)
        {
            int length = data[0];
            if (data.Length < 1 + length)
            {
                return false;
            }

            var label = data.Slice(1, length);
            data = data[(1 + length)..];
            if (length == 0)
            {
                isWhole = true;
                break;
            }

            text.Append(text.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(label));
        }

        // Bytes above 127 have become '?', which no name has.
        name = text.ToString();
        return name.Length == 0 ? isWhole : NameText.IsName(Encoding.ASCII.GetBytes(name));
    }

    /// <summary>Writes a name; one without its last dot stays open unless it is to be whole.</summary>
    public static int Write(string name, bool isWhole, Span<byte> target)
    {
        var length = 0;
        foreach (var label in name.TrimEnd('.').Split('.'))
        {
            target[length] = (byte)Encoding.ASCII.GetBytes(label, target[(length + 1)..]);
            length += 1 + target[length];
        }

        if (isWhole)
        {
            target[length++] = 0;
        }

        return length;
    }
}
