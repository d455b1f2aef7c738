using System.Diagnostics;

namespace CniChain.Host;

/// <summary>The trace a request belongs to, carried in environment variables (OTEP 0258: W3C headers under upper-case names).</summary>
internal static class TraceContext
{
    private const string Parent = "TRACEPARENT";
    private const string State = "TRACESTATE";
    private const string Baggage = "BAGGAGE";

    /// <summary>This process exports spans, so that even one it does not sample is known to its children as a decision.</summary>
    public static bool Exports { get; set; }

    /// <summary>The caller's span; null when there is none or it does not parse.</summary>
    public static ActivityContext? Extract(IReadOnlyDictionary<string, string> environment) =>
        environment.TryGetValue(Parent, out var parent)
        && ActivityContext.TryParse(parent, environment.GetValueOrDefault(State), isRemote: true, out var context)
            ? context
            : null;

    /// <summary>Puts the caller's baggage on a span (W3C baggage: percent-encoded pairs, properties behind ';' are left out).</summary>
    public static void AddBaggage(Activity activity, IReadOnlyDictionary<string, string> environment)
    {
        if (!environment.TryGetValue(Baggage, out var baggage))
        {
            return;
        }

        foreach (var item in baggage.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = item.Split(';')[0];
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                activity.AddBaggage(pair[..at].Trim(), Uri.UnescapeDataString(pair[(at + 1)..].Trim()));
            }
        }
    }

    /// <summary>Makes a span the parent of what a process does; without one the caller's own variables stay. BAGGAGE goes on as it came.</summary>
    /// <remarks>
    /// A span that is kept for <c>cnichain trace</c> alone reaches no collector: as a parent it would leave the process's own spans
    /// without one, and its cleared sampled flag would keep them from being taken.
    /// </remarks>
    public static void Inject(Activity? activity, Dictionary<string, string> environment)
    {
        if (activity is not { IdFormat: ActivityIdFormat.W3C, Id: { } id } || !(activity.Recorded || Exports))
        {
            return;
        }

        environment[Parent] = id;
        if (string.IsNullOrEmpty(activity.TraceStateString))
        {
            environment.Remove(State);
        }
        else
        {
            environment[State] = activity.TraceStateString;
        }
    }
}
