using System.Diagnostics;

namespace CniChain.Host;

/// <summary>The trace a request belongs to, carried in environment variables (OTEP 0258: W3C headers under upper-case names).</summary>
internal static class TraceContext
{
    private const string Parent = "TRACEPARENT";
    private const string State = "TRACESTATE";
    private const string Baggage = "BAGGAGE";

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
    public static void Inject(Activity? activity, Dictionary<string, string> environment)
    {
        if (activity is not { IdFormat: ActivityIdFormat.W3C, Id: { } id })
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
