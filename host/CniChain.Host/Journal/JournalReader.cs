using System.Globalization;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>Reads what <see cref="JournalWriter"/> writes. A line without its end is one whose writer was killed in the act, and does not count.</summary>
internal static class JournalReader
{
    // What a host of an earlier build left: one document over several lines, put in place as a whole.
    private const int FormatOfDocuments = 1;

    /// <summary>Reads a file.</summary>
    /// <param name="file">All of it.</param>
    /// <param name="unbegun">Its first line has no end: the ADD that makes it has called no plugin yet, or never did.</param>
    /// <returns>The entry; null when the file is of another format, broken or unbegun.</returns>
    public static JournalEntry? Read(ReadOnlySpan<byte> file, out bool unbegun)
    {
        var end = file.IndexOf((byte)'\n');
        unbegun = end < 0;
        try
        {
            return unbegun ? null
                : file.StartsWith("{\n"u8) ? ReadEntry(JsonElement.Parse(file), FormatOfDocuments)
                : ReadLines(file, end);
        }
        catch (Exception e) when (e is JsonException or CniException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JournalEntry ReadLines(ReadOnlySpan<byte> file, int end)
    {
        var entry = ReadEntry(JsonElement.Parse(file[..end]), JournalWriter.Format);
        while ((file = file[(end + 1)..]).IndexOf((byte)'\n') is var next and >= 0)
        {
            end = next;
            entry = ReadChange(entry, JsonElement.Parse(file[..end]));
        }

        return entry;
    }

    private static JournalEntry ReadEntry(JsonElement json, int format)
    {
        if (json.GetProperty("format").GetInt32() != format)
        {
            throw new FormatException("format");
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

    private static JournalEntry ReadChange(JournalEntry entry, JsonElement json) => entry with
    {
        State = ReadState(Text(json, "state")),
        Steps = ReadSteps(json.GetProperty("steps")),
        Result = ReadResult(json, "result") ?? entry.Result,
    };

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
