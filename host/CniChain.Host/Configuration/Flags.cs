using System.Text.Json;

namespace CniChain.Host;

/// <summary>Truth values of a list, which libcni also takes as strings in any case.</summary>
internal static class Flags
{
    /// <summary>Reads one; absent is false.</summary>
    /// <exception cref="CniException">Code 7: neither a truth value nor its text.</exception>
    public static bool Read(JsonElement json, string key)
    {
        if (!JsonKeys.TryGet(json, key, out var value))
        {
            return false;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        return value.ValueKind == JsonValueKind.String && bool.TryParse(value.GetString(), out var flag)
            ? flag
            : throw new CniException(CniErrorCode.InvalidNetworkConfig, $"\"{key}\" is {value.GetRawText()}; give true or false");
    }
}
