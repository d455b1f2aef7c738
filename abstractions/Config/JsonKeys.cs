using System.Text.Json;

namespace CniChain;

/// <summary>Looks up JSON keys the way Go's decoder does: without regard to case, the last of several counts.</summary>
/// <remarks>containerd sends "HostPort", podman "hostPort", for the same field.</remarks>
public static class JsonKeys
{
    /// <summary>Finds a member of an object.</summary>
    /// <param name="json">The element; anything but an object has no members.</param>
    /// <param name="key">The key in any case.</param>
    /// <param name="value">The value, when the method returns true.</param>
    /// <returns>False when absent or JSON null (Go leaves a field alone on null).</returns>
    public static bool TryGet(JsonElement json, string key, out JsonElement value)
    {
        value = default;
        if (json.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var found = false;
        foreach (var member in json.EnumerateObject())
        {
            if (member.Name.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                value = member.Value;
                found = value.ValueKind != JsonValueKind.Null;
            }
        }

        return found;
    }
}
