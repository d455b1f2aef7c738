using System.Text.Json;

namespace CniChain.Plugins.Dhcp;

/// <summary>An option of either protocol.</summary>
internal readonly record struct OptionKey(LeaseFamily Family, ushort Code)
{
    /// <summary>Reads "option" of an item of "request" or "provide".</summary>
    /// <returns>False when there is none, or none that can be; the latter is a problem of the configuration then.</returns>
    public static bool TryRead(ConfigSection item, out OptionKey key)
    {
        key = default;
        if (item.GetJson("option") is not { } option)
        {
            return false;
        }

        // As the reference: a name, a number in quotes, or a number.
        var text = option.ValueKind == JsonValueKind.Number ? option.GetRawText() : item.GetString("option");
        if (text is not { Length: > 0 })
        {
            return false;
        }

        if (OptionNames6.TryParse(text, out var code6))
        {
            key = new OptionKey(LeaseFamily.IPv6, code6);
            return true;
        }

        if (OptionNames.TryParse(text, out var code))
        {
            key = new OptionKey(LeaseFamily.IPv4, code);
            return true;
        }

        item.Invalid(
            "option",
            $"is \"{text}\"; give a number from 1 to 254, or a name such as routers, host-name or dhcp-client-identifier; of DHCPv6 dhcp6.ntp-servers or dhcp6.56");
        return false;
    }
}
