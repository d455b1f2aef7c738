using System.Text.Json;

namespace CniChain.Host;

/// <summary>GC's list of valid attachments, under its name and under the misspelt one that libcni sends along for older plugins.</summary>
internal static class GcList
{
    private const string Key = "cni.dev/valid-attachments";
    private const string HistoricalKey = "cni.dev/attachments";

    /// <summary>Reads the list.</summary>
    /// <exception cref="CniException">Code 7: no list at all, which must not be taken for an empty one, or not one of attachments.</exception>
    public static IReadOnlyList<Attachment> Read(JsonElement config, string network)
    {
        if (!JsonKeys.TryGet(config, Key, out var list) && !JsonKeys.TryGet(config, HistoricalKey, out list))
        {
            throw Invalid($"\"{Key}\" is missing; without it GC would remove every attachment of {network}. Send an empty list to mean that");
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Invalid($"\"{Key}\" is {list.GetRawText()}; give a list of {{\"containerID\", \"ifname\"}}");
        }

        var valid = new List<Attachment>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            if (Text(item, "containerID") is not { } id || Text(item, "ifname") is not { } ifName)
            {
                throw Invalid($"\"{Key}\" holds {item.GetRawText()}; give {{\"containerID\": \"...\", \"ifname\": \"...\"}}");
            }

            valid.Add(new Attachment(network, id, ifName));
        }

        return valid;
    }

    /// <summary>Writes the list under both names.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<Attachment> valid)
    {
        foreach (var key in (ReadOnlySpan<string>)[Key, HistoricalKey])
        {
            writer.WriteStartArray(key);
            foreach (var attachment in valid)
            {
                writer.WriteStartObject();
                writer.WriteString("containerID", attachment.ContainerId);
                writer.WriteString("ifname", attachment.IfName);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }

    private static string? Text(JsonElement item, string key) =>
        JsonKeys.TryGet(item, key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static CniException Invalid(string message) => new(CniErrorCode.InvalidNetworkConfig, message);
}
