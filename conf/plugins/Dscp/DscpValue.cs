using System.Globalization;

namespace CniChain.Examples.Dscp;

/// <summary>A class of service as people write it: 0 to 63, or its name (RFC 2474, 2597, 3246, 5865).</summary>
internal static class DscpValue
{
    private const byte Greatest = 63;

    private static readonly Dictionary<string, byte> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["be"] = 0,
        ["ef"] = 46,
        ["va"] = 44,
        ["le"] = 1,
    };

    /// <summary>Reads one.</summary>
    public static bool TryParse(string? text, out byte value)
    {
        value = 0;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        return byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            ? value <= Greatest
            : s_names.TryGetValue(text, out value) || TryParseClass(text.ToLowerInvariant(), out value);
    }

    /// <summary>cs0 to cs7, and af11 to af43: class and drop precedence.</summary>
    private static bool TryParseClass(string text, out byte value)
    {
        value = text switch
        {
            ['c', 's', >= '0' and <= '7' and var selector] => (byte)((selector - '0') * 8),
            ['a', 'f', >= '1' and <= '4' and var level, >= '1' and <= '3' and var drop] => (byte)(((level - '0') * 8) + ((drop - '0') * 2)),
            _ => byte.MaxValue,
        };
        return value != byte.MaxValue;
    }
}
