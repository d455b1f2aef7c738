using System.Diagnostics;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>One operation that has ended: what a line of the log and a point of the metrics are made of.</summary>
internal readonly record struct OperationOutcome
{
    public required CniRequest Request { get; init; }

    /// <summary>The network; empty when the request did not get so far.</summary>
    public required string Network { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public required DateTimeOffset Ended { get; init; }

    public required TimeSpan Duration { get; init; }

    public required CniReply Reply { get; init; }

    /// <summary>Null when it succeeded.</summary>
    public CniException? Failure { get; init; }

    /// <summary>The operation's span, or the caller's where there is none; default for neither.</summary>
    public ActivityContext Trace { get; init; }

    /// <summary>The operation's span, which has the addresses at hand; null where there is none.</summary>
    public Activity? Span { get; init; }

    /// <summary>The addresses an ADD came to, separated by commas; empty where there are none. Without a span, read from the answer each time.</summary>
    public string Addresses
    {
        get
        {
            if (Failure is not null || Request.Command != "ADD")
            {
                return "";
            }

            if (Span?.GetTagItem(Tag.Addresses) is string[] noted)
            {
                return string.Join(',', noted);
            }

            if (!JsonElement.Parse(Reply.Stdout.Span).TryGetProperty("ips", out var ips))
            {
                return "";
            }

            var addresses = new List<string>(2);
            foreach (var ip in ips.EnumerateArray())
            {
                addresses.Add(ip.GetProperty("address").GetString()!);
            }

            return string.Join(',', addresses);
        }
    }
}
