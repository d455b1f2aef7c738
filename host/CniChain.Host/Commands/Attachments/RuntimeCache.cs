using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>libcni's cache of attachments: one JSON file each, kind "cniCacheV1", named network-container-interface.</summary>
internal static class RuntimeCache
{
    private const string Kind = "cniCacheV1";

    /// <summary>Reads the attachments of a network; files of other kinds and torn ones, which a power cut leaves empty, are passed over.</summary>
    public static IEnumerable<KnownAttachment> Read(string folder, string network)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(folder, network + "-*"))
        {
            if (ReadFile(file) is { } attachment && attachment.Attachment.Network == network)
            {
                yield return attachment;
            }
        }
    }

    private static KnownAttachment? ReadFile(string file)
    {
        try
        {
            var json = JsonElement.Parse(File.ReadAllBytes(file));
            return Text(json, "kind") == Kind && Text(json, "containerId") is { Length: > 0 } id && Text(json, "ifName") is { Length: > 0 } ifName
                ? new KnownAttachment(new Attachment(Text(json, "networkName"), id, ifName), Text(json, "netns"), false, "runtime")
                : null;
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            return null;
        }
    }

    private static string Text(JsonElement json, string key) =>
        JsonKeys.TryGet(json, key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
