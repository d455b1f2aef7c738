using System.Globalization;
using System.Text.Json;

namespace CniChain.Plugins.Portmap.Configuration;

/// <summary>One port, or several in a row: 8080, "8080" or "8000-8010" in the configuration.</summary>
/// <param name="First">The lowest, 1 to 65535.</param>
/// <param name="Last">The highest; the same as <paramref name="First"/> for one port.</param>
internal readonly record struct PortRange(ushort First, ushort Last)
{
    public int Count => Last - First + 1;

    /// <summary>Reads a number or a string; false when it is neither a port nor a range that goes up.</summary>
    public static bool TryRead(JsonElement value, out PortRange range)
    {
        range = default;
        switch (value.ValueKind)
        {
            case JsonValueKind.Number when value.TryGetUInt16(out var port) && port > 0:
                range = new PortRange(port, port);
                return true;
            case JsonValueKind.String:
                return TryParse(value.GetString()!, out range);
            default:
                return false;
        }
    }

    public static bool TryParse(ReadOnlySpan<char> text, out PortRange range)
    {
        range = default;
        var dash = text.IndexOf('-');
        var firstText = dash < 0 ? text : text[..dash];
        var lastText = dash < 0 ? text : text[(dash + 1)..];
        if (!TryParsePort(firstText, out var first) || !TryParsePort(lastText, out var last) || last < first)
        {
            return false;
        }

        range = new PortRange(first, last);
        return true;
    }

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";

    private static bool TryParsePort(ReadOnlySpan<char> text, out ushort port) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port > 0;
}
