using System.Text;
using System.Text.Json;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Dhcp;

/// <summary>Reads the "ipam" section. "daemonSocketPath" is accepted and means nothing: there is no daemon.</summary>
internal static class DhcpConfigReader
{
    // What is not the user's to say: the exchange itself is made of these.
    private static readonly byte[] s_own = [50, 51, 52, 53, 54, 55, 56, 57, 58, 59];

    /// <exception cref="CniException">Code 7: names every problem.</exception>
    public static DhcpConfig Read(CniContext context) => context.Config.Read(root =>
    {
        var ipam = root.GetSection("ipam");
        return ipam is null ? new DhcpConfig() : Read(ipam, context.Args);
    });

    private static DhcpConfig Read(ConfigSection ipam, CniArgs args)
    {
        _ = ipam.GetString("daemonSocketPath");
        ReadFamily(ipam);
        return new DhcpConfig
        {
            Wanted = ReadWanted(ipam),
            Provided = ReadProvided(ipam, args),
            Priority = (int)(ipam.GetInteger("priority", min: 0) ?? 0),
            Timeout = TimeSpan.FromSeconds(ipam.GetInteger("timeout", min: 1, max: 600) ?? 30),
            Broadcast = ipam.GetBool("broadcast"),
            DetectConflicts = ipam.GetBool("detectConflicts"),
            OnChange = ReadOnChange(ipam),
        };
    }

    private static void ReadFamily(ConfigSection ipam)
    {
        if (ipam.GetString("family") is { Length: > 0 } family && family != "4")
        {
            ipam.Invalid("family", $"is \"{family}\"; this release leases IPv4 only: give \"4\", or leave it out");
        }
    }

    private static List<byte> ReadWanted(ConfigSection ipam)
    {
        var wanted = new List<byte>();
        var skipDefault = false;
        foreach (var item in ipam.GetSections("request"))
        {
            skipDefault |= item.GetBool("skipDefault");
            if (TryReadOption(item, out var code))
            {
                wanted.Add(code);
            }
        }

        return [.. (skipDefault ? wanted : OptionNames.Default.Concat(wanted)).Distinct()];
    }

    private static Dictionary<byte, byte[]> ReadProvided(ConfigSection ipam, CniArgs args)
    {
        var provided = new Dictionary<byte, byte[]>();
        if (PodName(args) is { } name)
        {
            provided[HostNameOption.Code] = Encoding.ASCII.GetBytes(name);
        }

        foreach (var item in ipam.GetSections("provide"))
        {
            // Both are read whatever becomes of them: keys nobody asks for count as unknown.
            var value = Value(item, args);
            if (!TryReadOption(item, out var code))
            {
                continue;
            }

            if (Array.IndexOf(s_own, code) >= 0)
            {
                item.Invalid("option", $"is {code}, which the exchange itself sets; leave it out");
                continue;
            }

            if (value is { Length: > 0 })
            {
                provided[code] = Encode(item, code, value);
            }
        }

        return provided;
    }

    /// <summary>"fromArg" counts when the runtime gives the argument, "value" otherwise.</summary>
    private static string? Value(ConfigSection item, CniArgs args)
    {
        var value = item.GetString("value");
        return item.GetString("fromArg") is { Length: > 0 } key && args[key] is { Length: > 0 } given ? given : value;
    }

    private static byte[] Encode(ConfigSection item, byte code, string value)
    {
        if (code == ClientFqdnOption.Code)
        {
            if (!NameText.IsName(Encoding.UTF8.GetBytes(value.TrimEnd('.'))))
            {
                item.Invalid("value", $"is \"{value}\"; give a name such as web.example.org");
                return [];
            }

            var buffer = new byte[300];
            return buffer[..ClientFqdnOption.Write(new ClientFqdn(value, ServerUpdates: true), buffer)];
        }

        var data = Encoding.UTF8.GetBytes(value);
        if (data.Length > byte.MaxValue)
        {
            item.Invalid("value", $"has {data.Length} bytes; an option takes 255 at most");
        }

        return data;
    }

    private static bool TryReadOption(ConfigSection item, out byte code)
    {
        code = 0;
        if (item.GetJson("option") is not { } option)
        {
            return false;
        }

        // As the reference: a name, a number in quotes, or a number.
        var text = option.ValueKind == JsonValueKind.Number ? option.GetRawText() : item.GetString("option");
        if (text is { Length: > 0 } && !OptionNames.TryParse(text, out code))
        {
            item.Invalid("option", $"is \"{text}\"; give a number from 1 to 254, or a name such as routers, host-name or dhcp-client-identifier");
        }

        return code != 0;
    }

    private static IReadOnlyList<string> ReadOnChange(ConfigSection ipam)
    {
        var words = ipam.GetStrings("onChange");
        if (words.Count > 0 && !Path.IsPathFullyQualified(words[0]))
        {
            ipam.Invalid("onChange", $"begins with \"{words[0]}\"; give the program's whole path first");
        }

        return words;
    }

    /// <summary>The pod's name as Kubernetes' runtimes pass it, cut to what one label holds.</summary>
    private static string? PodName(CniArgs args)
    {
        if (args["K8S_POD_NAME"] is not { Length: > 0 } name)
        {
            return null;
        }

        name = name.Length > 63 ? name[..63] : name;
        return NameText.IsName(Encoding.UTF8.GetBytes(name)) ? name : null;
    }
}
