using System.Text.RegularExpressions;

namespace CniChain.Host.Planning;

/// <summary>Shows "*" where plugins have planned with <see cref="CniPlan.UnknownIPv4"/> or <see cref="CniPlan.UnknownIPv6"/>.</summary>
internal static partial class UnknownAddress
{
    private const string Shown = "*";

    /// <summary>An object's words. In names of chains and sets the length stands behind a '-'.</summary>
    public static PlannedObject Hide(PlannedObject planned) => planned with
    {
        Name = HideWords(planned.Name),
        Detail = HideWords(planned.Detail),
    };

    /// <summary>A result's JSON.</summary>
    public static string Hide(string json) => json
        .Replace($"\"{CniPlan.UnknownIPv4}\"", $"\"{Shown}\"", StringComparison.Ordinal)
        .Replace($"\"{CniPlan.UnknownIPv6}\"", $"\"{Shown}\"", StringComparison.Ordinal);

    private static string HideWords(string words) => WrittenIPv6().Replace(Written().Replace(words, Shown), Shown);

    // Not 0.0.0.0/0 nor ...-0, which are "anywhere".
    [GeneratedRegex(@"(?<![\d.])0\.0\.0\.0([/-]32)?(?![\d./-])", RegexOptions.CultureInvariant)]
    private static partial Regex Written();

    // Not ::/0, nor the middle or the end of a longer address.
    [GeneratedRegex(@"(?<![\da-fA-F:.])::([/-]128)?(?![\da-fA-F:./-])", RegexOptions.CultureInvariant)]
    private static partial Regex WrittenIPv6();
}
