namespace CniChain.TestPlugins;

/// <summary>Built against an older minor version of the contract; uses what that had, the defaults of STATUS and GC among it.</summary>
[CniPlugin("olderminor")]
public sealed class OlderMinorPlugin : ICniPlugin
{
    public async Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        var addresses = context.Ipam.IsConfigured ? await context.Ipam.AddAsync(cancellationToken) : CniResult.Empty;
        context.Log.Info($"older: {context.Config.Root.GetString("type")}");
        return addresses with { Interfaces = [new CniInterface { Name = context.RequireAttachment().IfName, Sandbox = context.NetnsPath }] };
    }

    public Task DelAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
