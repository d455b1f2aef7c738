using System.Text.RegularExpressions;

namespace CniChain.Host.Planning;

/// <summary>Shows "*" where plugins have planned with <see cref="CniPlan.UnknownIPv4"/>.</summary>
internal static partial class UnknownAddress
{
    private const string Shown = "*";

    /// <summary>An object's words. In names of chains and sets the length stands behind a '-'.</summary>
    public static PlannedObject Hide(PlannedObject planned) => planned with
    {
        Name = Written().Replace(planned.Name, Shown),
        Detail = Written().Replace(planned.Detail, Shown),
    };

    /// <summary>A result's JSON.</summary>
    public static string Hide(string json) => json.Replace($"\"{CniPlan.UnknownIPv4}\"", $"\"{Shown}\"", StringComparison.Ordinal);

    // Not 0.0.0.0/0 nor ...-0, which are "anywhere".
    [GeneratedRegex(@"(?<![\d.])0\.0\.0\.0([/-]32)?(?![\d./-])", RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
