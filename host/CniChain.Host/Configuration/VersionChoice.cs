using System.Text.Json;

namespace CniChain.Host;

/// <summary>Chooses among a list's cniVersion and cniVersions as libcni does: the highest that is supported.</summary>
internal static class VersionChoice
{
    /// <summary>Chooses.</summary>
    /// <param name="json">The list.</param>
    /// <param name="where">The list's file, for messages.</param>
    /// <exception cref="CniException">Code 7: a key of the wrong type. Code 1: no version is supported.</exception>
    public static CniVersion Of(JsonElement json, string where)
    {
        var single = Text(json, where);
        if (!JsonKeys.TryGet(json, "cniVersions", out var several))
        {
            return VersionGate.Require(single ?? "0.1.0", where);
        }

        if (several.ValueKind != JsonValueKind.Array)
        {
            throw Invalid(where, several);
        }

        CniVersion? best = single is not null ? Usable(single) : null;
        foreach (var item in several.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !CniVersion.TryParse(item.GetString(), out _))
            {
                throw Invalid(where, several);
            }

            if (Usable(item.GetString()!) is { } version && !(version < best))
            {
                best = version;
            }
        }

        return best ?? VersionGate.Require(single ?? "0.1.0", where);
    }

    private static CniVersion? Usable(string text) => CniVersion.TryParse(text, out var v) && v <= CniVersion.V1_1_0 && v.IsSupported ? v : null;

    private static string? Text(JsonElement json, string where)
    {
        if (!JsonKeys.TryGet(json, "cniVersion", out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String
            ? value.GetString() is { Length: > 0 } text ? text : null
            : throw new CniException(CniErrorCode.InvalidNetworkConfig, $"{where}: \"cniVersion\" is {value.GetRawText()}; give a string");
    }

    private static CniException Invalid(string where, JsonElement value) =>
        new(CniErrorCode.InvalidNetworkConfig, $"{where}: \"cniVersions\" is {value.GetRawText()}; give a list of versions such as \"1.0.0\"");
}
