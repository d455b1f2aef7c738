using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CniChain.Plugins.Dhcp;

/// <summary>Options by the names ISC's configuration files have for them, as the reference plugin takes them, or by number.</summary>
internal static class OptionNames
{
    private static readonly Dictionary<string, byte> s_codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["subnet-mask"] = 1,
        ["routers"] = 3,
        ["domain-name-servers"] = 6,
        ["host-name"] = 12,
        ["domain-name"] = 15,
        ["interface-mtu"] = 26,
        ["static-routes"] = 33,
        ["ntp-servers"] = 42,
        ["vendor-class-identifier"] = 60,
        ["dhcp-client-identifier"] = 61,
        ["user-class"] = 77,
        ["fqdn"] = 81,
        ["domain-search"] = 119,
        ["classless-static-routes"] = 121,
    };

    /// <summary>What is asked for unless the configuration says "skipDefault"; classless routes before those they replace (RFC 3442).</summary>
    public static IReadOnlyList<byte> Default { get; } = [121, 249, 33, 3, 1, 6, 15, 119, 26, 42, 51, 58, 59];

    /// <summary>An option's code.</summary>
    /// <param name="text">The name or number; 0 and 255 are no options.</param>
    /// <param name="code">The code.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out byte code)
    {
        code = 0;
        return text is not null
            && (s_codes.TryGetValue(text, out code)
                || (byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out code) && code is > 0 and < 255));
    }
}
