using System.Diagnostics;

namespace CniChain.Host.Commands;

/// <summary>One step of an operation.</summary>
/// <param name="Name">What it did.</param>
/// <param name="Id">Its id.</param>
/// <param name="ParentId">The step it is part of; all zero for none.</param>
/// <param name="Start">When it began, UTC.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
internal sealed record Span(string Name, ActivitySpanId Id, ActivitySpanId ParentId, DateTime Start, TimeSpan Duration, string? Error)
{
    public static Span Of(Activity activity) => new(
        activity.DisplayName,
        activity.SpanId,
        activity.ParentSpanId,
        activity.StartTimeUtc,
        activity.Duration,
        activity.Status == ActivityStatusCode.Error ? activity.StatusDescription ?? "failed" : null);
}
