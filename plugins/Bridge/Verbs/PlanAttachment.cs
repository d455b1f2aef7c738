using System.Net.Sockets;
using CniChain.Linux;
using CniChain.Plugins.Bridge.Links;
using CniChain.Plugins.Bridge.Nat;
using CniChain.Plugins.Bridge.Spoof;

namespace CniChain.Plugins.Bridge.Verbs;

/// <summary>What ADD would do, in the order of <see cref="AddAttachment"/>; the kernel is only asked.</summary>
internal static class PlanAttachment
{
    private const string Random = "*";

    public static async Task<CniPlan> RunAsync(CniContext context, BridgeConfig config, CancellationToken cancellationToken)
    {
        using var host = NetworkSide.Open(context.HostNetns);
        using var container = context.Netns is { } netns ? NetworkSide.Open(netns) : null;
        var plan = new PlanBuilder();
        var ifName = context.RequireAttachment().IfName;
        PlanBuilder.RequireFree(container, ifName);
        PlanLinks(plan, host, config, context.RequireAttachment());
        if (config.MacSpoofCheck)
        {
            PlanSpoofCheck(plan, host, config, context.RequireAttachment());
        }

        AddressPlan? addresses = null;
        if (context.Ipam.IsConfigured)
        {
            var given = await context.Ipam.AddAsync(cancellationToken).ConfigureAwait(false);

            // An address not known yet has no network, and so no gateway to work out.
            CniIp[] unknown = [.. given.Ips.Where(ip => ip.Address == CniPlan.UnknownIPv4 || ip.Address == CniPlan.UnknownIPv6)];
            var isKnown = unknown.Length == 0;
            addresses = AddressPlan.Make(given, isKnown ? config : config with { IsGateway = false, IsDefaultGateway = false });
            PlanContainer(plan, container?.Namespace, config, addresses, ifName);
            PlanGateway(plan, host, config, addresses);
            foreach (var ip in config.IsGateway ? unknown : [])
            {
                plan.Address(ip.Address, config.Vlan == 0 ? config.Bridge : config.VlanGatewayName, inContainer: false);
                plan.Setting(host.Namespace, ip.Address.IsIPv6 ? "net/ipv6/conf/all/forwarding" : "net/ipv4/ip_forward", "1", inContainer: false);
            }

            if (config.IpMasq)
            {
                PlanMasquerade(plan, host, addresses, context.RequireAttachment());
            }
        }

        return new CniPlan { Objects = plan.Objects, Result = Result(context, config, addresses) };
    }

    private static void PlanLinks(PlanBuilder plan, NetworkSide host, BridgeConfig config, Attachment attachment)
    {
        var bridge = host.Route.FindLink(config.Bridge);
        if (bridge is { Kind: not "bridge" })
        {
            throw BridgeLink.NotABridge(config, bridge);
        }

        var mtu = config.Mtu == 0 ? "" : $" mtu {config.Mtu}";
        var action = bridge is null ? PlanAction.Create : bridge.IsUp && !(config.PromiscMode && !bridge.IsPromiscuous) ? PlanAction.Use : PlanAction.Change;
        plan.Add("link", config.Bridge, action, detail: bridge is null ? $"type bridge{mtu}" : "");
        if (bridge is null && !config.EnableDad)
        {
            plan.Setting(null, $"net/ipv6/conf/{config.Bridge}/accept_dad", "0", inContainer: false);
        }

        plan.Add("link", $"veth{Random}", PlanAction.Create, detail: $"type veth peer {attachment.IfName} master {config.Bridge}{mtu} alias {attachment.OwnerTag}");
        plan.Add("link", attachment.IfName, PlanAction.Create, inContainer: true, $"type veth{mtu} address {config.Mac?.ToString() ?? Random}");
    }

    private static void PlanSpoofCheck(PlanBuilder plan, NetworkSide host, BridgeConfig config, Attachment attachment)
    {
        plan.Nft(host.Nft, SpoofRules.Table, [SpoofRules.Chain], [SpoofRules.Guarded.Name, SpoofRules.Allowed.Name]);
        plan.Element(SpoofRules.Guarded, $"veth{Random}", attachment.OwnerTag);
        plan.Element(SpoofRules.Allowed, $"veth{Random} . {config.Mac?.ToString() ?? Random}", attachment.OwnerTag);
    }

    private static void PlanContainer(PlanBuilder plan, NetworkNamespace? ns, BridgeConfig config, AddressPlan addresses, string ifName)
    {
        if (addresses.HasIPv6)
        {
            plan.Setting(ns, "net/ipv6/conf/lo/disable_ipv6", "0", inContainer: true);
            plan.Setting(null, $"net/ipv6/conf/{ifName}/disable_ipv6", "0", inContainer: true);
            plan.Setting(null, $"net/ipv6/conf/{ifName}/keep_addr_on_down", "1", inContainer: true);
        }

        plan.Setting(null, $"net/ipv6/conf/{ifName}/accept_dad", config.EnableDad ? "1" : "0", inContainer: true);
        plan.Setting(null, $"net/ipv4/conf/{ifName}/arp_notify", "1", inContainer: true);
        foreach (var ip in addresses.Ips)
        {
            plan.Address(ip.Address, ifName, inContainer: true);
        }

        plan.Routes(addresses.Routes, addresses.Ips, ifName);
    }

    private static void PlanGateway(PlanBuilder plan, NetworkSide host, BridgeConfig config, AddressPlan addresses)
    {
        if (addresses.Gateways.Count == 0)
        {
            return;
        }

        var name = config.Vlan == 0 ? config.Bridge : config.VlanGatewayName;
        var holder = host.Route.FindLink(name);
        if (config.Vlan != 0)
        {
            plan.Add("link", name, holder is null ? PlanAction.Create : PlanAction.Use, detail: holder is null ? $"type veth peer veth{Random} in VLAN {config.Vlan}" : "");
        }

        var present = holder is null ? [] : host.Route.GetAddresses(holder.Index);
        var (inTheWay, missing) = holder is null ? ([], [.. addresses.Gateways]) : GatewayAddress.Compare(holder, present, addresses.Gateways, config);
        foreach (var old in inTheWay)
        {
            plan.Add("address", $"{old.Address}/{old.PrefixLength} dev {name}", PlanAction.Change, detail: "replaced");
        }

        foreach (var gateway in addresses.Gateways)
        {
            plan.Address(gateway, name, inContainer: false, missing.Contains(gateway) ? PlanAction.Create : PlanAction.Use);
        }

        if (addresses.HasGateway(AddressFamily.InterNetwork))
        {
            plan.Setting(host.Namespace, "net/ipv4/ip_forward", "1", inContainer: false);
        }

        if (addresses.HasGateway(AddressFamily.InterNetworkV6))
        {
            plan.Setting(host.Namespace, "net/ipv6/conf/all/forwarding", "1", inContainer: false);
        }
    }

    private static void PlanMasquerade(PlanBuilder plan, NetworkSide host, AddressPlan addresses, Attachment attachment)
    {
        var leaves = addresses.Ips.Select(ip => (Leaves: new Leaves(ip.Address.Network), ip.Address.Address)).ToList();
        var names = leaves.Select(l => l.Leaves.Name).Distinct().ToList();
        plan.Nft(host.Nft, Leaves.Table, names, names);
        foreach (var (set, address) in leaves)
        {
            plan.Element(set.Set, address.ToString(), attachment.OwnerTag);
        }
    }

    private static CniResult Result(CniContext context, BridgeConfig config, AddressPlan? addresses) => new()
    {
        Interfaces =
        [
            new CniInterface { Name = config.Bridge },
            new CniInterface { Name = $"veth{Random}" },
            new CniInterface { Name = context.RequireAttachment().IfName, Mac = config.Mac?.ToString(), Sandbox = context.NetnsPath is { Length: > 0 } path ? path : Random },
        ],
        Ips = addresses?.Ips ?? [],
        Routes = addresses?.Routes ?? [],
        Dns = config.Dns ?? addresses?.Dns ?? CniDns.Empty,
    };
}
