using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace CniChain.Plugins.Dhcp;

/// <summary>Reads the "ipam" section. "daemonSocketPath" is accepted and means nothing: there is no daemon.</summary>
internal static class DhcpConfigReader
{
    /// <exception cref="CniException">Code 7: names every problem.</exception>
    public static DhcpConfig Read(CniContext context) => context.Config.Read(root =>
    {
        var ipam = root.GetSection("ipam");
        var config = ipam is null ? new DhcpConfig() : Read(ipam, context.Args);
        return config with { HasLinkMtu = root.GetJson("mtu") is { ValueKind: JsonValueKind.Number } mtu && mtu.GetDouble() > 0 };
    });

    private static DhcpConfig Read(ConfigSection ipam, CniArgs args)
    {
        _ = ipam.GetString("daemonSocketPath");
        var (wanted, wanted6) = RequestReader.Read(ipam);
        var (provided, provided6) = ProvideReader.Read(ipam, args);
        var families = ReadFamilies(ipam);
        var priority = (int)(ipam.GetInteger("priority", min: 0) ?? 0);
        return new DhcpConfig
        {
            Families = families,
            Wanted = wanted,
            Wanted6 = wanted6,
            Provided = provided,
            Provided6 = provided6,
            Priority = priority,
            Timeout = TimeSpan.FromSeconds(ipam.GetInteger("timeout", min: 1, max: 600) ?? 30),
            Broadcast = ipam.GetBool("broadcast"),
            RapidCommit = ipam.GetBool("rapidCommit", defaultValue: true),
            DetectConflicts = ipam.GetBool("detectConflicts"),
            Gateway = families.Contains(LeaseFamily.IPv6) ? ReadGateway(ipam) : null,
            Routes = families.Contains(LeaseFamily.IPv6) ? ReadRoutes(ipam, priority) : [],
            OnChange = ReadOnChange(ipam),
        };
    }

    private static LeaseFamily[] ReadFamilies(ConfigSection ipam)
    {
        var family = ipam.GetString("family");
        switch (family)
        {
            case null or "" or "4":
                return [LeaseFamily.IPv4];
            case "6":
                return [LeaseFamily.IPv6];
            case "dual":
                return [LeaseFamily.IPv4, LeaseFamily.IPv6];
            default:
                ipam.Invalid("family", $"is \"{family}\"; give \"4\", \"6\" or \"dual\"");
                return [LeaseFamily.IPv4];
        }
    }

    private static IPAddress? ReadGateway(ConfigSection ipam)
    {
        var gateway = ipam.GetAddress("gateway");
        if (gateway is { AddressFamily: not AddressFamily.InterNetworkV6 })
        {
            ipam.Invalid("gateway", $"is {gateway}; give the IPv6 address's; an IPv4 address's comes from its server");
        }

        return gateway;
    }

    private static IReadOnlyList<CniRoute> ReadRoutes(ConfigSection ipam, int priority) =>
        [.. CniResultReader.ReadRoutes(ipam).Select(r => r.Priority == 0 ? r with { Priority = priority } : r)];

    private static IReadOnlyList<string> ReadOnChange(ConfigSection ipam)
    {
        var words = ipam.GetStrings("onChange");
        if (words.Count > 0 && !Path.IsPathFullyQualified(words[0]))
        {
            ipam.Invalid("onChange", $"begins with \"{words[0]}\"; give the program's whole path first");
        }

        return words;
    }
}
