using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CniChain.Plugins.Dhcp;

/// <summary>Options of DHCPv6 by the names ISC's configuration files have for them, "dhcp6." in front, or "dhcp6." and the number.</summary>
internal static class OptionNames6
{
    private const string Prefix = "dhcp6.";

    private static readonly Dictionary<string, ushort> s_codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["client-id"] = 1,
        ["user-class"] = 15,
        ["name-servers"] = 23,
        ["domain-search"] = 24,
        ["sntp-servers"] = 31,
        ["fqdn"] = 39,
        ["ntp-servers"] = 56,
        ["bootfile-url"] = 59,
    };

    /// <summary>What is asked for unless the configuration says "skipDefault".</summary>
    public static IReadOnlyList<ushort> Default { get; } = [23, 24];

    /// <summary>Whether a name is DHCPv6's.</summary>
    public static bool IsName(string text) => text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>An option's code.</summary>
    /// <param name="text">The name or number, with "dhcp6." in front.</param>
    /// <param name="code">The code; 0 is no option.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out ushort code)
    {
        code = 0;
        return text is not null && IsName(text)
            && (s_codes.TryGetValue(text[Prefix.Length..], out code)
                || (ushort.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out code) && code > 0));
    }
}
