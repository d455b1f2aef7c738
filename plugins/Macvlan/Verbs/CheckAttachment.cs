using CniChain.Linux.Route;
using CniChain.Plugins.Macvlan.Links;

namespace CniChain.Plugins.Macvlan.Verbs;

/// <summary>CHECK: everything ADD made is compared with the result, and every difference is reported.</summary>
internal static class CheckAttachment
{
    /// <exception cref="CniException">Code 7: no prevResult. Code 100: names every difference. Or the IPAM plugin's own.</exception>
    public static async Task RunAsync(CniContext context, MacvlanConfig config, CancellationToken cancellationToken)
    {
        var result = context.PrevResult ?? throw new CniException(
            CniErrorCode.InvalidNetworkConfig,
            "macvlan: CHECK has no prevResult to compare with; the runtime has to pass the result of ADD");
        using (var host = NetworkSide.Open(context.HostNetns))
        using (var container = NetworkSide.Open(context.RequireNetns()))
        {
            var problems = KernelFailure.Guard("check the attachment", () => Compare(context, config, host, container, result));
            if (problems.Count > 0)
            {
                throw new CniException(CniErrorCode.AttachmentChanged, $"macvlan: {string.Join("; ", problems)}");
            }
        }

        if (context.Ipam.IsConfigured)
        {
            await context.Ipam.CheckAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static List<string> Compare(
        CniContext context, MacvlanConfig config, NetworkSide host, NetworkSide container, CniResult result)
    {
        var problems = new List<string>();
        var ifName = context.RequireAttachment().IfName;
        var (index, stated) = FindStated(result, ifName);
        if (stated is null)
        {
            problems.Add("prevResult has no interface of the container");
        }
        else if (container.Route.FindLink(ifName) is not { } link)
        {
            problems.Add($"\"{ifName}\" is gone from the container");
        }
        else if (link.Macvlan is not { } macvlan)
        {
            problems.Add($"\"{ifName}\" in the container is no macvlan");
        }
        else
        {
            CompareLink(link, macvlan, stated, config, context.RequireAttachment(), problems);
            CompareMaster(link, Master.Find(config.LinkInContainer ? container : host, config), config, problems);
            if (context.Ipam.IsConfigured)
            {
                AddressCheck.Run(container, link, [.. result.Ips.Where(ip => ip.Interface is null || ip.Interface == index)], result.Routes, problems);
            }
        }

        return problems;
    }

    private static (int Index, CniInterface? Stated) FindStated(CniResult result, string ifName)
    {
        for (var i = 0; i < result.Interfaces.Count; i++)
        {
            if (!string.IsNullOrEmpty(result.Interfaces[i].Sandbox) && result.Interfaces[i].Name == ifName)
            {
                return (i, result.Interfaces[i]);
            }
        }

        return (-1, null);
    }

    private static void CompareLink(
        Link link, MacvlanInfo macvlan, CniInterface stated, MacvlanConfig config, Attachment attachment, List<string> problems)
    {
        var name = $"\"{link.Name}\" in the container";
        if (stated.Mac is { } mac && mac != link.Mac?.ToString())
        {
            problems.Add($"{name} has the MAC {link.Mac}, not {mac}");
        }

        if (macvlan.Mode != config.Mode)
        {
            problems.Add($"{name} is in mode {macvlan.Mode}, not {config.Mode}");
        }

        var mtu = stated.Mtu != 0 ? stated.Mtu : config.Mtu;
        if (mtu != 0 && mtu != link.Mtu)
        {
            problems.Add($"{name} has the MTU {link.Mtu}, not {mtu}");
        }

        if (!link.IsUp)
        {
            problems.Add($"{name} is down");
        }

        // None at all: made by the reference plugin.
        if (link.Alias is { } alias && alias != attachment.OwnerTag)
        {
            problems.Add($"{name} has the alias \"{alias}\", not \"{attachment.OwnerTag}\"");
        }
    }

    private static void CompareMaster(Link link, Link master, MacvlanConfig config, List<string> problems)
    {
        if (link.PeerIndex != master.Index || (link.PeerNamespaceId is null) != config.LinkInContainer)
        {
            problems.Add($"\"{link.Name}\" in the container does not stand on \"{master.Name}\"");
        }
    }
}
