using System.Net;

namespace CniChain.Plugins.Static;

/// <summary>Reads and checks the configuration.</summary>
internal static class StaticConfigReader
{
    /// <summary>Reads everything.</summary>
    /// <exception cref="CniException">Code 7 or, for CNI_ARGS, 4.</exception>
    public static StaticConfig Read(CniContext context) => context.Config.Read(root =>
    {
        if (root.GetSection("ipam") is not { } ipam)
        {
            root.Invalid("ipam", "is missing; give {\"type\": \"static\", \"addresses\": [{\"address\": \"10.88.0.7/16\"}]}");
            return new StaticConfig();
        }

        var addresses = ReadAddresses(context.Args, root, ipam);
        RefuseSeveralInOldVersions(context.Config.CniVersion, ipam, addresses);
        return new StaticConfig { Addresses = addresses, Routes = CniResultReader.ReadRoutes(ipam), Dns = CniDns.Read(ipam) };
    });

    private static List<CniIp> ReadAddresses(CniArgs args, ConfigSection root, ConfigSection ipam)
    {
        var fromVariable = ReadVariable(args);
        var fromArgs = root.GetSection("args")?.GetSection("cni") is { } cni ? ReadIps(cni) : [];
        var fromRuntime = root.GetSection("runtimeConfig") is { } runtime ? ReadIps(runtime) : [];
        if (fromRuntime.Count > 0)
        {
            return fromRuntime;
        }

        // What is replaced is not looked at: "addresses" may then hold entries without an address, as the reference allows.
        return fromArgs.Count > 0 ? fromArgs : [.. ReadConfigured(ipam), .. fromVariable];
    }

    private static List<CniIp> ReadConfigured(ConfigSection ipam)
    {
        var addresses = new List<CniIp>();
        foreach (var item in ipam.GetSections("addresses"))
        {
            if (item.GetPrefix("address") is { } address)
            {
                var gateway = item.GetAddress("gateway");
                if (gateway is not null && gateway.AddressFamily != address.Address.AddressFamily)
                {
                    item.Invalid("gateway", $"is \"{gateway}\", which is of another family than {address}");
                }

                addresses.Add(new CniIp { Address = address, Gateway = gateway });
            }
            else if (string.IsNullOrEmpty(item.GetString("address")))
            {
                item.Invalid("address", "is missing; give an address with a prefix length such as 10.88.0.7/16");
            }
        }

        return addresses;
    }

    /// <summary>CNI_ARGS: IP adds addresses, GATEWAY gives those of them their gateway that lie in one subnet with it.</summary>
    private static List<CniIp> ReadVariable(CniArgs args)
    {
        args.RefuseUnknown("IP", "GATEWAY");
        var addresses = new List<CniIp>();
        foreach (var text in Parts(args["IP"]))
        {
            addresses.Add(IpPrefix.TryParse(text, out var prefix)
                ? new CniIp { Address = prefix }
                : throw new CniException(CniErrorCode.InvalidEnvironment, $"CNI_ARGS: IP holds \"{text}\"; give an address with a prefix length such as 10.88.0.7/16"));
        }

        foreach (var text in Parts(args["GATEWAY"]))
        {
            if (!IpPrefix.TryParseAddress(text, out var gateway))
            {
                throw new CniException(CniErrorCode.InvalidEnvironment, $"CNI_ARGS: GATEWAY holds \"{text}\"; give an address such as 10.88.0.1");
            }

            SetGateway(addresses, gateway);
        }

        return addresses;
    }

    private static void SetGateway(List<CniIp> addresses, IPAddress gateway)
    {
        for (var i = 0; i < addresses.Count; i++)
        {
            if (addresses[i].Address.Contains(gateway))
            {
                addresses[i] = addresses[i] with { Gateway = gateway };
            }
        }
    }

    private static List<CniIp> ReadIps(ConfigSection section)
    {
        var addresses = new List<CniIp>();
        foreach (var text in section.GetStrings("ips"))
        {
            if (IpPrefix.TryParse(text, out var prefix))
            {
                addresses.Add(new CniIp { Address = prefix });
            }
            else
            {
                section.Invalid("ips", $"holds \"{text}\"; give addresses with a prefix length such as 10.88.0.7/16");
            }
        }

        return addresses;
    }

    private static void RefuseSeveralInOldVersions(CniVersion version, ConfigSection ipam, List<CniIp> addresses)
    {
        var v6 = addresses.Count(a => a.Address.IsIPv6);
        if (version < CniVersion.V0_3_0 && (v6 > 1 || addresses.Count - v6 > 1))
        {
            ipam.Invalid("addresses", $"gives more than one address of a family, and cniVersion {version} knows one; use 0.3.0 or later");
        }
    }

    private static string[] Parts(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
