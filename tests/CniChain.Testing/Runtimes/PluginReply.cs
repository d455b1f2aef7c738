using System.Text.Json;

namespace CniChain.Testing;

/// <summary>What a plugin answered.</summary>
/// <param name="ExitCode">Its exit status.</param>
/// <param name="Output">Its stdout.</param>
/// <param name="Error">Its stderr: log lines.</param>
public sealed record PluginReply(int ExitCode, string Output, string Error)
{
    /// <summary>stdout as JSON: a result, or an error.</summary>
    /// <exception cref="InvalidOperationException">It is not JSON.</exception>
    public JsonElement Json
    {
        get
        {
            try
            {
                using var document = JsonDocument.Parse(Output);
                return document.RootElement.Clone();
            }
            catch (JsonException e)
            {
                throw new InvalidOperationException($"not JSON ({e.Message}), exit status {ExitCode}: '{Output}' {Error}", e);
            }
        }
    }

    /// <summary>The CNI error code; null when it succeeded.</summary>
    public int? ErrorCode => ExitCode == 0 ? null : Json.GetProperty("code").GetInt32();

    /// <summary>The error's sentence and details; empty when it succeeded.</summary>
    public string ErrorText => ExitCode == 0
        ? ""
        : Json.GetProperty("msg").GetString() + (Json.TryGetProperty("details", out var details) ? "; " + details.GetString() : "");

    /// <summary>This, or an exception with everything it said when it failed.</summary>
    public PluginReply Checked(string what) => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"{what} exited with {ExitCode}: {Output}{Error}");
}
