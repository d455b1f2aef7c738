namespace CniChain.TestPlugins;

/// <summary>ADD returns what no plugin may: nothing, no task, an address on an interface that is not there, a nameless interface.</summary>
[CniPlugin("nothing")]
public sealed class NothingPlugin : ICniPlugin
{
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken) => context.Config.Root.GetString("returns") switch
    {
        "no task" => null!,
        "bad index" => Task.FromResult(new CniResult { Ips = [new CniIp { Address = Address, Interface = 3 }] }),
        "nameless" => Task.FromResult(new CniResult { Interfaces = [new CniInterface { Name = "" }] }),
        "null list" => Task.FromResult(new CniResult { Routes = null! }),
        "null dns list" => Task.FromResult(new CniResult { Dns = new CniDns { Search = null! } }),
        "null route" => Task.FromResult(new CniResult { Routes = [null!] }),
        "aimless route" => Task.FromResult(new CniResult { Routes = [new CniRoute { Destination = default }] }),
        "null address" => Task.FromResult(new CniResult { Ips = [null!] }),
        _ => Task.FromResult<CniResult>(null!),
    };

    public Task DelAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    private static IpPrefix Address => IpPrefix.TryParse("10.1.0.2/24", out var address) ? address : default;
}
