using System.Text.Json;

namespace CniChain.Host;

/// <summary>Asks an executable which versions it speaks (VERSION), which touches nothing.</summary>
internal sealed class VersionQuestion(string path)
{
    // A plugin that hangs at this question must not hold up the error it would only explain.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    // The version the question itself is asked in: every plugin takes it.
    private static ReadOnlySpan<byte> Question => """{"cniVersion":"1.0.0"}"""u8;

    /// <summary>Asks.</summary>
    /// <returns>The versions that this host knows too; empty when the answer is none, or not to be understood.</returns>
    public async Task<IReadOnlyList<CniVersion>> AskAsync(RequestScope scope, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        var variables = new Dictionary<string, string>(scope.Request.Environment, StringComparer.Ordinal) { ["CNI_COMMAND"] = "VERSION" };
        try
        {
            var output = await new ProcessRun(path, variables, Question.ToArray(), scope).RunAsync(limit.Token);
            return output.ExitCode == 0 ? Read(output.Stdout.Span) : [];
        }
        catch (Exception e) when (e is CniException or JsonException or IOException or OperationCanceledException)
        {
            // It only explains another failure, which stands.
            return [];
        }
    }

    private static List<CniVersion> Read(ReadOnlySpan<byte> answer)
    {
        var versions = new List<CniVersion>();
        if (JsonKeys.TryGet(JsonElement.Parse(answer), "supportedVersions", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String && CniVersion.TryParse(item.GetString(), out var version))
                {
                    versions.Add(version);
                }
            }
        }

        return versions;
    }
}
