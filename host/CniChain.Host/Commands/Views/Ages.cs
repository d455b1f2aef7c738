namespace CniChain.Host.Commands;

/// <summary>How long ago something was, in the largest unit and the one below: "3d4h".</summary>
internal static class Ages
{
    public static string Of(TimeSpan age) => FormattableString.Invariant(age switch
    {
        { TotalDays: >= 1 } => $"{age.Days}d{age.Hours}h",
        { TotalHours: >= 1 } => $"{age.Hours}h{age.Minutes}m",
        { TotalMinutes: >= 1 } => $"{age.Minutes}m{age.Seconds}s",
        { TotalSeconds: >= 10 } => $"{age.Seconds}s",
        _ => (FormattableString)$"{Math.Max(age.TotalSeconds, 0):0.#}s",
    });
}
