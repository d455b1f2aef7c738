using System.Globalization;
using System.Net.Sockets;
using CniChain.Plugins.Portmap.Configuration;

namespace CniChain.Plugins.Portmap.Conditions;

/// <summary>Reads the values that conditions compare with.</summary>
internal static class ConditionValues
{
    public static IpPrefix Prefix(string text, AddressFamily family)
    {
        IpPrefix prefix;
        if (IpPrefix.TryParseAddress(text, out var address))
        {
            prefix = new IpPrefix(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        }
        else if (!IpPrefix.TryParse(text, out prefix))
        {
            throw new ConditionSyntaxException($"holds \"{text}\"; give an address or a prefix such as {Example(family)}");
        }

        if (prefix.Address.AddressFamily != family)
        {
            throw new ConditionSyntaxException($"holds \"{text}\", an address of the other family; give one such as {Example(family)}");
        }

        return new IpPrefix(prefix.Network.BaseAddress, prefix.PrefixLength);
    }

    public static string InterfaceName(string text)
    {
        var name = text is ['"', .. var inner, '"'] ? inner : text;
        if (name.Contains('*', StringComparison.Ordinal))
        {
            throw new ConditionSyntaxException($"holds \"{name}\"; patterns are not understood, name each interface: {{eth0, eth1}}");
        }

        return CniNames.ExplainInterfaceName(name) is { } problem
            ? throw new ConditionSyntaxException($"holds the interface name \"{name}\", which {problem}")
            : name;
    }

    public static uint Mark(string text)
    {
        var hex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var style = hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return uint.TryParse(hex ? text.AsSpan(2) : text, style, CultureInfo.InvariantCulture, out var mark)
            ? mark
            : throw new ConditionSyntaxException($"holds the mark \"{text}\"; give a number such as 0x10 (masks are not understood)");
    }

    public static PortRange Ports(string text) =>
        PortRange.TryParse(text, out var ports)
            ? ports
            : throw new ConditionSyntaxException($"holds the port \"{text}\"; give a number from 1 to 65535, or a range such as 8000-8010");

    private static string Example(AddressFamily family) => family == AddressFamily.InterNetwork ? "192.0.2.0/24" : "2001:db8::/32";
}
