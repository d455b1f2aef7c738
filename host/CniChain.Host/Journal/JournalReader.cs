using System.Globalization;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>Reads an entry; a file that is empty, torn or of another format is no entry.</summary>
internal static class JournalReader
{
    public static JournalEntry? Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Read(JsonElement.Parse(utf8));
        }
        catch (Exception e) when (e is JsonException or CniException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JournalEntry? Read(JsonElement json)
    {
        if (json.GetProperty("format").GetInt32() != JournalWriter.Format)
        {
            return null;
        }

        var attachment = new Attachment(Text(json, "network"), Text(json, "containerId"), Text(json, "ifName"));
        var asType = json.TryGetProperty("as", out var type) ? type.GetString() : null;
        return new JournalEntry
        {
            Key = new AttachmentKey(attachment, asType),
            State = ReadState(Text(json, "state")),
            BootId = Text(json, "boot"),
            Created = DateTimeOffset.ParseExact(Text(json, "created"), "O", CultureInfo.InvariantCulture),
            Chain = ReadChain(json.GetProperty("chain"), attachment.Network, asType),
            NetnsPath = Text(json, "netns"),
            NetnsIdentity = (json.GetProperty("netnsDevice").GetUInt64(), json.GetProperty("netnsInode").GetUInt64()),
            Args = Text(json, "args"),
            Steps = ReadSteps(json.GetProperty("steps")),
            PrevResult = ReadResult(json, "prevResult"),
            Result = ReadResult(json, "result"),
        };
    }

    private static JournalState ReadState(string name) => name switch
    {
        "adding" => JournalState.Adding,
        "done" => JournalState.Done,
        "deleting" => JournalState.Deleting,
        _ => throw new FormatException($"state \"{name}\""),
    };

    /// <summary>
    /// The type a verbatim configuration was served as is not always the one it names: an executed plugin hands its whole
    /// configuration to its IPAM plugin, which is ours under that plugin's name.
    /// </summary>
    private static ChainDefinition ReadChain(JsonElement json, string network, string? asType)
    {
        var entries = new List<ChainEntry>();
        foreach (var item in json.GetProperty("plugins").EnumerateArray())
        {
            var plugin = item.GetProperty("plugin");
            var verbatim = item.GetProperty("verbatim").GetBoolean();
            var type = verbatim && asType is not null ? asType : JsonKeys.TryGet(plugin, "type", out var t) ? t.GetString() : null;
            entries.Add(new ChainEntry(type ?? throw new FormatException("type"), plugin, RuntimeShare.Of(item), verbatim));
        }

        return new ChainDefinition
        {
            Network = network,
            Version = CniVersion.TryParse(Text(json, "cniVersion"), out var v) ? v : throw new FormatException("cniVersion"),
            Entries = entries,
            Source = Text(json, "source"),
            Args = json.TryGetProperty("args", out var args) ? args : null,
        };
    }

    private static List<JournalStep> ReadSteps(JsonElement json)
    {
        var steps = new List<JournalStep>();
        foreach (var item in json.EnumerateArray())
        {
            steps.Add(new JournalStep(Text(item, "type"), Text(item, "state") == "done"));
        }

        return steps;
    }

    private static CniResult? ReadResult(JsonElement json, string key) =>
        json.TryGetProperty(key, out var value) ? CniResultReader.Read(value, CniVersion.V1_1_0) : null;

    private static string Text(JsonElement json, string key) => json.GetProperty(key).GetString() ?? throw new FormatException(key);
}
