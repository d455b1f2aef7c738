using CniChain.Linux.Route;
using CniChain.Plugins.Macvlan.Links;

namespace CniChain.Plugins.Macvlan.Verbs;

/// <summary>ADD.</summary>
/// <remarks>
/// <para>1. The master is found.</para>
/// <para>2. The interface is made in the container, gets its owner and settings, and comes up.</para>
/// <para>3. The IPAM plugin is asked for addresses, of which DHCP asks through the interface; without one the network is layer 2 and done.</para>
/// <para>4. The interface gets addresses and routes, and they are announced.</para>
/// <para>What a failure leaves is removed by the DEL that follows it.</para>
/// </remarks>
internal static class AddAttachment
{
    public static async Task<CniResult> RunAsync(CniContext context, MacvlanConfig config, CancellationToken cancellationToken)
    {
        using var host = NetworkSide.Open(context.HostNetns);
        using var container = NetworkSide.Open(context.RequireNetns());
        var master = Master.Find(config.LinkInContainer ? container : host, config);
        var link = MacvlanLink.Create(host, container, master, context.RequireAttachment(), config);
        ContainerInterface.SetUp(container, link, context.Log);
        if (!context.Ipam.IsConfigured)
        {
            return Result(context, config, link, null);
        }

        var given = await context.Ipam.AddAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (given.Ips.Count == 0)
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                "\"ipam\" gave no address; give it ranges or addresses, or remove it for a layer 2 network");
        }

        ContainerInterface.Configure(container, link, config, given, context.Log);

        // An IPAM plugin that asks the network may have heard of a smaller MTU and set it.
        var final = KernelFailure.Guard($"look up \"{link.Name}\" in the container", () => container.Route.GetLink(link.Index));
        return Result(context, config, final, given);
    }

    private static CniResult Result(CniContext context, MacvlanConfig config, Link link, CniResult? given)
    {
        var ips = new List<CniIp>(given?.Ips.Count ?? 0);
        foreach (var ip in given?.Ips ?? [])
        {
            ips.Add(ip with { Interface = 0 });
        }

        return new CniResult
        {
            Interfaces =
            [
                new CniInterface
                {
                    Name = link.Name,
                    Mac = link.Mac?.ToString(),

                    // "mtu" came with 1.1.0; readers of 1.0.0 have never seen it.
                    Mtu = context.Config.CniVersion >= CniVersion.V1_1_0 ? link.Mtu : 0,
                    Sandbox = context.NetnsPath,
                },
            ],
            Ips = ips,
            Routes = given?.Routes ?? [],
            Dns = config.Dns ?? given?.Dns ?? CniDns.Empty,
        };
    }
}
