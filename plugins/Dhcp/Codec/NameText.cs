using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CniChain.Plugins.Dhcp.Codec;

/// <summary>Names from a server: they reach a resolv.conf, so only what is a name passes.</summary>
internal static class NameText
{
    private const int MaxLength = 253; // RFC 1035, 2.3.4, without the root's dot.
    private const int MaxLabel = 63;

    /// <summary>Reads a name; some servers end it with NULs, some with a dot.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out string name)
    {
        name = null;
        var bytes = data.TrimEnd((byte)0);
        bytes = bytes.Length > 0 && bytes[^1] == '.' ? bytes[..^1] : bytes;
        if (!IsName(bytes))
        {
            return false;
        }

        name = Encoding.ASCII.GetString(bytes);
        return true;
    }

    /// <summary>Labels of letters, digits, '-' and '_', with single dots between them.</summary>
    public static bool IsName(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MaxLength)
        {
            return false;
        }

        var label = 0;
        foreach (var b in bytes)
        {
            if (b == '.' ? label == 0 : !IsLabelByte(b) || label == MaxLabel)
            {
                return false;
            }

            label = b == '.' ? 0 : label + 1;
        }

        return label > 0;
    }

    public static bool IsLabelByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_';
}
