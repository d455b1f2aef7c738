using CniChain.Linux;

namespace CniChain.Plugins;

/// <summary>A hardware address that a container's interface is to have.</summary>
internal static class InterfaceMac
{
    private const string Example = "02:00:0a:58:00:05";

    /// <summary>Reads one; what no interface can have is reported.</summary>
    /// <param name="section">Where it stands.</param>
    /// <param name="key">The key, for the report.</param>
    /// <param name="text">The text; not empty.</param>
    /// <returns>Null when it was reported.</returns>
    public static MacAddress? Parse(ConfigSection section, string key, string text)
    {
        if (!MacAddress.TryParse(text, out var mac))
        {
            section.Invalid(key, $"is \"{text}\"; give an address such as {Example}");
            return null;
        }

        if (mac.IsMulticast || mac.IsZero)
        {
            section.Invalid(key, $"is \"{text}\", which no interface can have; give a unicast address such as {Example}");
            return null;
        }

        return mac;
    }
}
