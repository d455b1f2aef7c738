using System.Text;
using CniChain.Plugins.Dhcp.Codec;
using CniChain.Plugins.Dhcp.V4.Options;
using CniChain.Plugins.Dhcp.V6.Options;
using FqdnOption4 = CniChain.Plugins.Dhcp.V4.Options.ClientFqdnOption;
using FqdnOption6 = CniChain.Plugins.Dhcp.V6.Options.ClientFqdnOption;

namespace CniChain.Plugins.Dhcp;

/// <summary>Reads "provide": options to send. The client's name, the pod's unless another is given, goes to servers of both protocols.</summary>
internal static class ProvideReader
{
    private const ushort UserClass = 15;

    // What is not the user's to say: the exchange itself is made of these.
    private static readonly ushort[] s_own = [50, 51, 52, 53, 54, 55, 56, 57, 58, 59];
    private static readonly ushort[] s_own6 = [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 19, 20, 25, 26];

    public static (Dictionary<ushort, byte[]> IPv4, Dictionary<ushort, byte[]> IPv6) Read(ConfigSection ipam, CniArgs args)
    {
        var provided = new Dictionary<ushort, byte[]>();
        var provided6 = new Dictionary<ushort, byte[]>();
        var hostName = PodName(args);
        string? fullName = null;
        if (hostName is not null)
        {
            provided[HostNameOption.Code] = Encoding.ASCII.GetBytes(hostName);
        }

        foreach (var item in ipam.GetSections("provide"))
        {
            // Both are read whatever becomes of them: keys nobody asks for count as unknown.
            var value = Value(item, args);
            if (!OptionKey.TryRead(item, out var key))
            {
                continue;
            }

            var isIPv4 = key.Family == LeaseFamily.IPv4;
            if (Array.IndexOf(isIPv4 ? s_own : s_own6, key.Code) >= 0)
            {
                item.Invalid("option", $"is {key.Code}, which the exchange itself sets; leave it out");
                continue;
            }

            if (value is not { Length: > 0 })
            {
                continue;
            }

            hostName = isIPv4 && key.Code == HostNameOption.Code ? value : hostName;
            fullName = isIPv4 && key.Code == FqdnOption4.Code ? value : fullName;
            (isIPv4 ? provided : provided6)[key.Code] = isIPv4 ? Encode(item, key.Code, value) : Encode6(item, key.Code, value);
        }

        if (!provided6.ContainsKey(FqdnOption6.Code) && (fullName ?? hostName) is { } name && IsName(name))
        {
            provided6[FqdnOption6.Code] = Fqdn6(name);
        }

        return (provided, provided6);
    }

    /// <summary>"fromArg" counts when the runtime gives the argument, "value" otherwise.</summary>
    private static string? Value(ConfigSection item, CniArgs args)
    {
        var value = item.GetString("value");
        return item.GetString("fromArg") is { Length: > 0 } key && args[key] is { Length: > 0 } given ? given : value;
    }

    private static byte[] Encode(ConfigSection item, ushort code, string value)
    {
        if (code == FqdnOption4.Code)
        {
            var buffer = new byte[300];
            return RequireName(item, value) ? buffer[..FqdnOption4.Write(new ClientFqdn(value, ServerUpdates: true), buffer)] : [];
        }

        var data = Encoding.UTF8.GetBytes(value);
        if (data.Length > byte.MaxValue)
        {
            item.Invalid("value", $"has {data.Length} bytes; an option takes 255 at most");
        }

        return data;
    }

    private static byte[] Encode6(ConfigSection item, ushort code, string value)
    {
        if (code == FqdnOption6.Code)
        {
            return RequireName(item, value) ? Fqdn6(value) : [];
        }

        if (code == ClientIdOption.Code)
        {
            return ReadDuid(item, value);
        }

        var data = Encoding.UTF8.GetBytes(value);
        if (data.Length > byte.MaxValue)
        {
            item.Invalid("value", $"has {data.Length} bytes; give 255 at most");
        }

        // A list of classes, each with its length before it (RFC 8415, 21.15).
        return code == UserClass ? [0, (byte)data.Length, .. data] : data;
    }

    private static byte[] ReadDuid(ConfigSection item, string value)
    {
        var hex = value.Replace(":", "", StringComparison.Ordinal);
        if (hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit) && Duid.TryRead(Convert.FromHexString(hex), out var duid))
        {
            return duid;
        }

        item.Invalid("value", $"is \"{value}\"; give a DUID of 3 to 130 bytes in hexadecimal, such as 00:03:00:01:02:00:00:00:00:01");
        return [];
    }

    private static bool RequireName(ConfigSection item, string value)
    {
        if (!IsName(value))
        {
            item.Invalid("value", $"is \"{value}\"; give a name such as web.example.org");
            return false;
        }

        return true;
    }

    private static byte[] Fqdn6(string name)
    {
        var buffer = new byte[300];
        return buffer[..FqdnOption6.Write(new ClientFqdn(name, ServerUpdates: true), buffer)];
    }

    private static bool IsName(string value) => NameText.IsName(Encoding.UTF8.GetBytes(value.TrimEnd('.')));

    private static string? PodName(CniArgs args)
    {
        if (args["K8S_POD_NAME"] is not { Length: > 0 } name)
        {
            return null;
        }

        name = name.Length > 63 ? name[..63] : name;
        return IsName(name) ? name : null;
    }
}
