namespace CniChain.TestPlugins;

/// <summary>ADD finds what the plugin before has left and, with "joins", says that it has made it; with "fails" it fails.</summary>
[CniPlugin("joining")]
public sealed class JoiningPlugin : ICniPlugin, ICniRuleJoin
{
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = context.Config.Root;
        LeavingPlugin.Note(config, context.EarlierRules is { } earlier ? $"finds {earlier.Messages[0].Operation}" : "finds nothing");
        if (config.GetBool("fails"))
        {
            throw new CniException(CniErrorCode.TryAgainLater, "joining: no");
        }

        if (config.GetBool("joins"))
        {
            context.EarlierRules!.NoteMade();
        }

        return Task.FromResult(context.PrevResult!);
    }

    public Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        LeavingPlugin.Note(context.Config.Root, "deleted");
        return Task.CompletedTask;
    }

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
