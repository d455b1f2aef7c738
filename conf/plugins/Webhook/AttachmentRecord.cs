using System.Buffers;
using System.Text.Json;

namespace CniChain.Examples.Webhook;

/// <summary>What is told of an event, as JSON.</summary>
internal static class AttachmentRecord
{
    private static readonly (string Key, string Argument)[] s_pod =
        [("namespace", "K8S_POD_NAMESPACE"), ("name", "K8S_POD_NAME"), ("uid", "K8S_POD_UID")];

    /// <summary>Writes a record.</summary>
    /// <param name="context">The call that is told of.</param>
    /// <param name="result">The attachment's result; null when there is none.</param>
    public static byte[] Write(CniContext context, CniResult? result)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("event", context.Verb.ToString().ToLowerInvariant());
            writer.WriteString("time", context.Time.GetUtcNow());
            writer.WriteString("network", context.Config.Name);
            if (context.Attachment is { } attachment)
            {
                writer.WriteString("containerId", attachment.ContainerId);
                writer.WriteString("ifName", attachment.IfName);
                WritePod(writer, context.Args);
            }
            else
            {
                WriteValid(writer, context.ValidAttachments);
            }

            if (result is not null)
            {
                writer.WritePropertyName("result");
                CniResultWriter.Write(writer, result, CniVersion.V1_1_0);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WritePod(Utf8JsonWriter writer, CniArgs args)
    {
        writer.WriteStartObject("pod");
        foreach (var (key, argument) in s_pod)
        {
            if (args.TryGet(argument, out var value))
            {
                writer.WriteString(key, value);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteValid(Utf8JsonWriter writer, IReadOnlyList<Attachment> valid)
    {
        writer.WriteStartArray("valid");
        foreach (var attachment in valid)
        {
            writer.WriteStartObject();
            writer.WriteString("containerId", attachment.ContainerId);
            writer.WriteString("ifName", attachment.IfName);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
