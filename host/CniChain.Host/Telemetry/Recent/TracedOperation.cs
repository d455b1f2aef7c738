using CniChain.Host.Commands;

namespace CniChain.Host;

/// <summary>One operation with its steps, as <c>cnichain trace</c> shows it.</summary>
internal sealed record TracedOperation
{
    // What an object, a string and a list cost beside their contents, about.
    private const int OwnBytes = 400;
    private const int SpanBytes = 240;

    /// <summary>The trace it belongs to, 32 hex digits: the runtime's own where that traces.</summary>
    public required string TraceId { get; init; }

    public required string Verb { get; init; }

    /// <summary>Empty when the request did not get so far.</summary>
    public string Network { get; init; } = "";

    public string ContainerId { get; init; } = "";

    public string IfName { get; init; } = "";

    /// <summary>"namespace/name"; empty when the request names no pod.</summary>
    public string Pod { get; init; } = "";

    /// <summary>UTC.</summary>
    public required DateTime Started { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>The steps, in the order they ended.</summary>
    public required IReadOnlyList<Span> Spans { get; init; }

    /// <summary>Steps that were not kept, because the operation had too many.</summary>
    public int Dropped { get; init; }

    /// <summary>About how much memory it takes.</summary>
    public int Bytes
    {
        get
        {
            var bytes = OwnBytes + (2 * (ContainerId.Length + Pod.Length + (Error?.Length ?? 0)));
            foreach (var span in Spans)
            {
                bytes += SpanBytes + (2 * (span.Name.Length + (span.Error?.Length ?? 0) + span.Details.Sum(static d => d.Length + 12)));
            }

            return bytes;
        }
    }
}
