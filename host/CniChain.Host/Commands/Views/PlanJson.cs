using System.Text;
using System.Text.Json;
using CniChain.Host.Planning;

namespace CniChain.Host.Commands;

/// <summary>A plan for programs.</summary>
internal static class PlanJson
{
    public static byte[] ToUtf8(string attachment, ChainPlan plan) => JsonText.WriteObject(
        json =>
        {
            json.WriteString("attachment", attachment);
            json.WriteList("steps", plan.Steps, Write);
            json.WritePropertyName("result");
            // By way of an element, since a value that is written raw keeps the lines it came in.
            var result = JsonText.Write(inner => CniResultWriter.Write(inner, plan.Result, CniVersion.V1_1_0), indented: false);
            JsonElement.Parse(UnknownAddress.Hide(Encoding.UTF8.GetString(result))).WriteTo(json);
        },
        indented: true);

    private static void Write(Utf8JsonWriter json, PlannedStep step)
    {
        json.WriteString("type", step.Type);
        json.WriteString("location", step.Location);
        json.WriteBoolean("ipam", step.IsIpam);
        json.WriteBoolean("planned", step.IsPlanned);
        json.WriteList("objects", step.Objects, Write);
    }

    private static void Write(Utf8JsonWriter json, PlannedObject planned)
    {
        json.WriteString("action", planned.Action.ToString().ToLowerInvariant());
        json.WriteString("where", planned.InContainer ? "container" : "host");
        json.WriteString("kind", planned.Kind);
        json.WriteString("name", planned.Name);
        json.WriteString("detail", planned.Detail);
    }
}
