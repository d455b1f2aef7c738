namespace CniChain.TestPlugins;

/// <summary>ADD touches the file "started" and never returns until it is cancelled.</summary>
[CniPlugin("endless")]
public sealed class EndlessPlugin : ICniPlugin
{
    public async Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(context.Config.Root.GetString("started")!, "", cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return CniResult.Empty;
    }

    public Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        File.Delete(context.Config.Root.GetString("started")!);
        return Task.CompletedTask;
    }

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
