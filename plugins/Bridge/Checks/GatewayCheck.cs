using CniChain.Linux;
using CniChain.Plugins.Bridge.Links;

namespace CniChain.Plugins.Bridge.Checks;

/// <summary>The host holds the gateways' addresses and forwards.</summary>
internal static class GatewayCheck
{
    public static void Run(NetworkSide host, BridgeConfig config, IReadOnlyList<CniIp> ips, List<string> problems)
    {
        if (!config.IsGateway)
        {
            return;
        }

        var name = config.Vlan == 0 ? config.Bridge : config.VlanGatewayName;
        if (host.Route.FindLink(name) is not { } link)
        {
            problems.Add($"the gateway's interface \"{name}\" is gone");
            return;
        }

        var present = host.Route.GetAddresses(link.Index);
        bool hasIPv4 = false, hasIPv6 = false;
        foreach (var ip in ips)
        {
            if (ip.Gateway is null)
            {
                continue;
            }

            hasIPv4 |= !ip.Address.IsIPv6;
            hasIPv6 |= ip.Address.IsIPv6;
            var gateway = new IpPrefix(ip.Gateway, ip.Address.PrefixLength);
            if (!GatewayAddress.IsPresent(present, gateway))
            {
                problems.Add($"\"{name}\" does not have the gateway's address {gateway}");
            }
        }

        host.Namespace.Run(() =>
        {
            Expect(hasIPv4, "net/ipv4/ip_forward", problems);
            Expect(hasIPv6, "net/ipv6/conf/all/forwarding", problems);
        });
    }

    private static void Expect(bool isNeeded, string key, List<string> problems)
    {
        if (isNeeded && Sysctl.Read(key) is "0")
        {
            problems.Add($"{key} is 0");
        }
    }
}
