using System.Text.Json;

namespace CniChain.TestPlugins;

/// <summary>Appends a line of JSON about each call to the file that the configuration names in "record".</summary>
internal static class CallRecord
{
    private static readonly Lock s_gate = new();

    public static void Append(ConfigSection section, CniContext context)
    {
        if (section.GetString("record") is not { } file)
        {
            return;
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("call", $"{section.GetString("id") ?? section.GetString("type")} {context.Verb}");
            writer.WriteString("attachment", context.Attachment?.ToString());
            writer.WriteString("netns", context.NetnsPath);
            writer.WriteBoolean("netnsOpen", context.Netns is not null);
            writer.WriteString("args", context.Args.Text);
            writer.WriteString("valid", string.Join(",", context.ValidAttachments));
            writer.WritePropertyName("config");
            context.Config.Json.WriteTo(writer);
            if (context.PrevResult is { } prevResult)
            {
                writer.WritePropertyName("prevResult");
                CniResultWriter.Write(writer, prevResult, CniVersion.V1_1_0);
            }

            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        lock (s_gate)
        {
            using var target = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            target.Write(buffer.ToArray());
        }
    }
}
