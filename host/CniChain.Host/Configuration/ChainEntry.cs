using System.Text.Json;

namespace CniChain.Host;

/// <summary>One plugin of a chain as its author wrote it.</summary>
/// <param name="Type">The plugin's type.</param>
/// <param name="Json">The plugin's object.</param>
/// <param name="Runtime">The capability arguments it may draw from.</param>
/// <param name="Verbatim">The object is a whole configuration that a runtime derived already; only prevResult may change.</param>
internal sealed record ChainEntry(string Type, JsonElement Json, RuntimeShare Runtime, bool Verbatim = false)
{
    /// <summary>The type its "ipam" names; null when there is none.</summary>
    public string? IpamType =>
        JsonKeys.TryGet(Json, "ipam", out var ipam)
        && JsonKeys.TryGet(ipam, "type", out var type)
        && type.ValueKind == JsonValueKind.String
        && type.GetString() is { Length: > 0 } text
            ? text
            : null;
}
