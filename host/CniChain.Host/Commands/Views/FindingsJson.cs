using System.Text.Json;
using CniChain.Host.Validation;

namespace CniChain.Host.Commands;

/// <summary>What validation found, for programs.</summary>
internal static class FindingsJson
{
    public static byte[] ToUtf8(string file, ListCheck check) => JsonText.WriteObject(
        json =>
        {
            json.WriteString("file", file);
            json.WriteBoolean("valid", check.IsValid);
            json.WriteList("findings", check.Findings, Write);
            json.WriteList("plugins", check.Plugins, Write);
        },
        indented: true);

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("severity", finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" });
        json.WriteString("file", finding.File);
        if (finding.Place is { } place)
        {
            json.WriteNumber("line", place.Line);
            json.WriteNumber("column", place.Column);
        }

        json.WriteString("path", finding.Path);
        json.WriteString("message", finding.Message);
    }

    private static void Write(Utf8JsonWriter json, CheckedPlugin plugin)
    {
        json.WriteString("file", plugin.File);
        json.WriteString("path", plugin.Path);
        json.WriteString("type", plugin.Type);
        json.WriteString("location", plugin.Location);
        json.WriteBoolean("checked", plugin.IsChecked);
    }
}
