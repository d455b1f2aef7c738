namespace CniChain.TestPlugins;

/// <summary>An IPAM plugin with a pool of one address: the file "ipam.pool" exists while the address is taken and names its owner.</summary>
[CniPlugin("addresses")]
public sealed class AddressesPlugin : ICniPlugin
{
    public async Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        var ipam = Ipam(context);
        await File.WriteAllTextAsync(Pool(ipam), context.Attachment!.ContainerId, cancellationToken);
        FailIfAsked(ipam, context);
        _ = IpPrefix.TryParse(ipam.GetString("address") ?? "10.9.0.2/24", out var address);

        // The interface is none of an IPAM plugin's business; the host is to drop it.
        return new CniResult
        {
            Interfaces = [new CniInterface { Name = "not-mine" }],
            Ips = [new CniIp { Address = address, Interface = 0 }],
        };
    }

    public Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        var ipam = Ipam(context);
        FailIfAsked(ipam, context);
        File.Delete(Pool(ipam));
        return Task.CompletedTask;
    }

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        FailIfAsked(Ipam(context), context);
        return File.Exists(Pool(Ipam(context)))
            ? Task.CompletedTask
            : throw new CniException(CniErrorCode.UnknownContainer, "addresses: the address is not held");
    }

    public Task StatusAsync(CniContext context, CancellationToken cancellationToken)
    {
        FailIfAsked(Ipam(context), context);
        return Task.CompletedTask;
    }

    private static ConfigSection Ipam(CniContext context) => context.Config.Root.GetSection("ipam")!;

    private static string Pool(ConfigSection ipam) => ipam.GetString("pool")!;

    private static void FailIfAsked(ConfigSection ipam, CniContext context)
    {
        if (ipam.GetString("failIn") == context.Verb.ToString())
        {
            throw new CniException(CniErrorCode.TryAgainLater, "addresses: the pool is exhausted");
        }
    }
}
