using CniChain.Plugins.Macvlan.Links;

namespace CniChain.Plugins.Macvlan.Verbs;

/// <summary>What ADD would do, in the order of <see cref="AddAttachment"/>; the kernel is only asked.</summary>
internal static class PlanAttachment
{
    private const string Random = "*";

    public static async Task<CniPlan> RunAsync(CniContext context, MacvlanConfig config, CancellationToken cancellationToken)
    {
        using var host = NetworkSide.Open(context.HostNetns);
        using var container = context.Netns is { } netns ? NetworkSide.Open(netns) : null;
        var plan = new PlanBuilder();
        var attachment = context.RequireAttachment();
        PlanBuilder.RequireFree(container, attachment.IfName);
        PlanLink(plan, host, container, config, attachment);
        var given = context.Ipam.IsConfigured ? await context.Ipam.AddAsync(cancellationToken).ConfigureAwait(false) : CniResult.Empty;
        if (given.Ips.Any(ip => ip.Address.IsIPv6))
        {
            plan.Setting(container?.Namespace, "net/ipv6/conf/lo/disable_ipv6", "0", inContainer: true);
            plan.Setting(null, $"net/ipv6/conf/{attachment.IfName}/keep_addr_on_down", "1", inContainer: true);
        }

        foreach (var ip in given.Ips)
        {
            plan.Address(ip.Address, attachment.IfName, inContainer: true);
        }

        plan.Routes(given.Routes, given.Ips, attachment.IfName);
        return new CniPlan
        {
            Objects = plan.Objects,
            Result = new CniResult
            {
                Interfaces = [new CniInterface { Name = attachment.IfName, Mac = config.Mac?.ToString(), Sandbox = context.NetnsPath is { Length: > 0 } path ? path : Random }],
                Ips = [.. given.Ips.Select(ip => ip with { Interface = 0 })],
                Routes = given.Routes,
                Dns = config.Dns ?? given.Dns,
            },
        };
    }

    private static void PlanLink(PlanBuilder plan, NetworkSide host, NetworkSide? container, MacvlanConfig config, Attachment attachment)
    {
        // A master in a container that is not there yet can only be named.
        var side = config.LinkInContainer ? container : host;
        var master = side is null ? config.Master ?? "the default route's link" : Master.Find(side, config).Name;
        if (!config.LinkInContainer)
        {
            plan.Add("link", master, PlanAction.Use);
        }

        plan.Add(
            "link",
            attachment.IfName,
            PlanAction.Create,
            inContainer: true,
            $"type macvlan link {master} mode {config.Mode.ToString().ToLowerInvariant()} address {config.Mac?.ToString() ?? Random} alias {attachment.OwnerTag}");
        plan.Setting(null, $"net/ipv4/conf/{attachment.IfName}/arp_notify", "1", inContainer: true);
        plan.Setting(null, $"net/ipv6/conf/{attachment.IfName}/ndisc_notify", "1", inContainer: true);
    }
}
