using System.Text.Json;

namespace CniChain;

/// <summary>Reads results of every version from 0.1.0 to 1.1.0.</summary>
public static class CniResultReader
{
    /// <summary>Reads a result.</summary>
    /// <param name="json">The result. JSON null counts as empty, as libcni takes it.</param>
    /// <param name="defaultVersion">The version it is read in when it does not say one: that of the configuration.</param>
    /// <returns>The result. One of 0.1.0 or 0.2.0 has its per-family routes flattened and no interfaces.</returns>
    /// <exception cref="CniException">Code 1: a version nobody knows. Code 6: not a result.</exception>
    public static CniResult Read(JsonElement json, CniVersion defaultVersion)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return CniResult.Empty;
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new CniException(CniErrorCode.DecodingFailure, $"the result is a JSON {json.ValueKind}, not an object");
        }

        try
        {
            var root = new ConfigSection(json, "", null);
            var version = VersionOf(root, defaultVersion);
            return version < CniVersion.V0_3_0 ? ReadOld(root) : ReadCurrent(root);
        }
        catch (CniException e) when (e.Code == CniErrorCode.InvalidNetworkConfig)
        {
            throw new CniException(CniErrorCode.DecodingFailure, $"the result cannot be read: {e.Message}", null, e);
        }
    }

    private static CniVersion VersionOf(ConfigSection root, CniVersion defaultVersion)
    {
        var text = root.GetString("cniVersion");
        if (string.IsNullOrEmpty(text))
        {
            return defaultVersion;
        }

        // By its text, as libcni looks it up: "1.0" is nobody's version.
        if (!CniVersion.TryParse(text, out var version) || !version.IsSupported || version.ToString() != text)
        {
            throw new CniException(
                CniErrorCode.IncompatibleVersion,
                $"the result's cniVersion is \"{text}\", which is not supported",
                $"supported: {string.Join(", ", CniVersion.Supported)}");
        }

        return version;
    }

    private static CniResult ReadOld(ConfigSection root)
    {
        var ips = new List<CniIp>();
        var routes = new List<CniRoute>();
        foreach (var key in (ReadOnlySpan<string>)["ip4", "ip6"])
        {
            if (root.GetSection(key) is { } family)
            {
                ips.Add(new CniIp { Address = Required(family, "ip"), Gateway = family.GetAddress("gateway") });
                routes.AddRange(Map(family.GetSections("routes"), ReadRoute));
            }
        }

        return new CniResult { Ips = ips, Routes = routes, Dns = CniDns.Read(root) };
    }

    private static CniResult ReadCurrent(ConfigSection root) => new()
    {
        Interfaces = Map(root.GetSections("interfaces"), ReadInterface),
        Ips = Map(root.GetSections("ips"), ReadIp),
        Routes = Map(root.GetSections("routes"), ReadRoute),
        Dns = CniDns.Read(root),
    };

    private static CniInterface ReadInterface(ConfigSection s) => new()
    {
        Name = s.GetString("name") ?? "",
        Mac = Text(s, "mac"),
        Sandbox = Text(s, "sandbox"),
        Mtu = (int)(s.GetInteger("mtu") ?? 0),
        SocketPath = Text(s, "socketPath"),
        PciId = Text(s, "pciID"),
    };

    private static CniIp ReadIp(ConfigSection s) => new()
    {
        Address = Required(s, "address"),
        Gateway = s.GetAddress("gateway"),
        Interface = (int?)s.GetInteger("interface", 0),
    };

    /// <summary>Reads "routes", which configurations of IPAM plugins write as results do.</summary>
    /// <param name="section">The section holding the key "routes".</param>
    /// <returns>The routes; empty when the key is absent.</returns>
    /// <exception cref="CniException">Code 7: a route without a valid "dst", a value of the wrong type, or an IPv4 "gw" for an IPv6 "dst".</exception>
    public static IReadOnlyList<CniRoute> ReadRoutes(ConfigSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Map(section.GetSections("routes"), s =>
        {
            var route = ReadRoute(s);

            // The other way round the kernel takes it (RFC 5549).
            if (route is { Destination.IsIPv6: true, Gateway.AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork })
            {
                s.Invalid(
                    "gw",
                    $"is \"{route.Gateway}\", and no IPv4 router leads to the IPv6 destination {route.Destination}; "
                    + "give an IPv6 address, or leave \"gw\" out for the network's own gateway");
            }

            return route;
        });
    }

    private static CniRoute ReadRoute(ConfigSection s) => new()
    {
        Destination = Required(s, "dst"),
        Gateway = s.GetAddress("gw"),
        Mtu = (int)(s.GetInteger("mtu", 0) ?? 0),
        AdvMss = (int)(s.GetInteger("advmss", 0) ?? 0),
        Priority = (int)(s.GetInteger("priority", 0) ?? 0),
        Table = (int?)s.GetInteger("table", 0),
        Scope = (int?)s.GetInteger("scope", 0, 255),
    };

    private static IpPrefix Required(ConfigSection section, string key)
    {
        if (section.GetPrefix(key) is { } prefix)
        {
            return prefix;
        }

        if (!section.Has(key) || section.GetString(key) is "")
        {
            section.Invalid(key, "is missing; give an address with a prefix length such as 10.88.0.0/16");
        }

        return new IpPrefix(System.Net.IPAddress.Any, 0);
    }

    private static string? Text(ConfigSection section, string key) => section.GetString(key) is { Length: > 0 } text ? text : null;

    private static List<T> Map<T>(IReadOnlyList<ConfigSection> sections, Func<ConfigSection, T> read)
    {
        var list = new List<T>(sections.Count);
        foreach (var section in sections)
        {
            list.Add(read(section));
        }

        return list;
    }
}
