namespace CniChain.TestPlugins;

/// <summary>Prints where a plugin must not, and returns an interface.</summary>
[CniPlugin("printing")]
public sealed class PrintingPlugin : ICniPlugin
{
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        Console.WriteLine("a plugin that prints");
        context.Log.Info("a plugin that logs");
        return Task.FromResult(new CniResult { Interfaces = [new CniInterface { Name = "eth0", Sandbox = context.NetnsPath }] });
    }

    public Task DelAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
