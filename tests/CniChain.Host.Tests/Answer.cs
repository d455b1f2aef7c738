using System.Text.Json;

namespace CniChain.Host.Tests;

/// <summary>What a runtime saw of one request.</summary>
internal sealed record Answer(int ExitCode, string Stdout, string Stderr)
{
    public JsonElement Json => JsonElement.Parse(Stdout);

    public int Code => Json.GetProperty("code").GetInt32();

    public string Message => Json.GetProperty("msg").GetString()!;

    public string Details => Json.TryGetProperty("details", out var details) ? details.GetString()! : "";

    public void AssertSuccess() => Assert.True(ExitCode == 0, $"exit {ExitCode}: {Stdout}{Stderr}");

    /// <summary>Fails unless this is an error with the code whose message holds every text.</summary>
    public void AssertError(int code, params string[] texts)
    {
        Assert.True(ExitCode == 1, $"exit {ExitCode}: {Stdout}{Stderr}");
        Assert.Equal(code, Code);
        foreach (var text in texts)
        {
            Assert.Contains(text, Message, StringComparison.Ordinal);
        }
    }
}
