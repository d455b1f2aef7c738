using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CniChain.Host.Planning;

namespace CniChain.Host.Commands;

/// <summary>A plan for programs.</summary>
internal static class PlanJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlySpan<byte> ToUtf8(string attachment, ChainPlan plan)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteString("attachment", attachment);
            writer.WriteStartArray("steps");
            foreach (var step in plan.Steps)
            {
                Write(writer, step);
            }

            writer.WriteEndArray();
            writer.WritePropertyName("result");
            WriteResult(writer, plan.Result);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }

    private static void WriteResult(Utf8JsonWriter writer, CniResult result)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var inner = new Utf8JsonWriter(buffer, s_options))
        {
            CniResultWriter.Write(inner, result, CniVersion.V1_1_0);
        }

        writer.WriteRawValue(UnknownAddress.Hide(Encoding.UTF8.GetString(buffer.WrittenSpan)));
    }

    private static void Write(Utf8JsonWriter writer, PlannedStep step)
    {
        writer.WriteStartObject();
        writer.WriteString("type", step.Type);
        writer.WriteString("location", step.Location);
        writer.WriteBoolean("ipam", step.IsIpam);
        writer.WriteBoolean("planned", step.IsPlanned);
        writer.WriteStartArray("objects");
        foreach (var planned in step.Objects)
        {
            writer.WriteStartObject();
            writer.WriteString("action", planned.Action.ToString().ToLowerInvariant());
            writer.WriteString("where", planned.InContainer ? "container" : "host");
            writer.WriteString("kind", planned.Kind);
            writer.WriteString("name", planned.Name);
            writer.WriteString("detail", planned.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
