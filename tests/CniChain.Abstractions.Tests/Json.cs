using System.Text.Json;

namespace CniChain.Abstractions.Tests;

/// <summary>JSON text to elements and back.</summary>
internal static class Json
{
    public static JsonElement Parse(string text) => JsonElement.Parse(text);

    /// <summary>A section as a plugin's reader sees it: the first problem throws.</summary>
    public static ConfigSection Section(string text) => new(Parse(text), "", null);

    /// <summary>The text without blanks between its tokens, for comparison by eye.</summary>
    public static string Compact(ReadOnlySpan<byte> utf8) => JsonSerializer.Serialize(JsonElement.Parse(utf8));
}
