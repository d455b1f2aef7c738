using System.Text.Json.Nodes;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>How a verb ended: with a result or with an error.</summary>
/// <param name="Result">The result without what differs between any two runs; empty for verbs without one.</param>
/// <param name="Error">The code; null when the verb succeeded.</param>
/// <param name="Text">What was said.</param>
internal sealed record Outcome(string Result, int? Error, string Text)
{
    private const int Internal = 999;

    public static Outcome Of(ChainReply reply) => reply.Reply.ExitCode != 0
        ? new Outcome("", reply.Reply.ErrorCode, reply.Reply.ErrorText)
        : new Outcome(string.IsNullOrWhiteSpace(reply.Reply.Output) ? "" : Plain.Of(JsonNode.Parse(reply.Reply.Output))!, null, "");

    /// <summary>Where the two part, in a sentence; null where they don't.</summary>
    /// <remarks>The reference answers 999 for most of what can be wrong: any code says more, and none of ours may be that.</remarks>
    public static string? Difference(Outcome reference, Outcome ours) => (reference.Error, ours.Error) switch
    {
        (null, null) => reference.Result == ours.Result ? null : $"reference returns {reference.Result}\n  ours returns {ours.Result}",
        ({ } code, null) => $"reference refuses ({code}: {reference.Text}), ours accepts",
        (null, { } code) => $"ours refuses ({code}: {ours.Text}), reference accepts",
        (_, Internal) => $"ours has no code for this ({Internal}: {ours.Text})",
        ({ } code, { } own) => code == own || code is Internal or 100 ? null : $"reference refuses with {code} ({reference.Text}), ours with {own} ({ours.Text})",
    };
}
