namespace CniChain.TestPlugins;

/// <summary>ADD leaves a rule to the plugin behind, if that one joins, and appends to the file "record" what becomes of it.</summary>
[CniPlugin("leaving")]
public sealed class LeavingPlugin : ICniPlugin
{
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = context.Config.Root;
        if (context.LeaveRules is { } leave)
        {
            leave(new PendingRules([new RulesetMessage("add a rule", 0x0a06, 0, new byte[4])], () => CarryOut(config)));
            Note(config, "left");
        }
        else
        {
            Note(config, "made");
        }

        return Task.FromResult(context.PrevResult ?? CniResult.Empty);
    }

    public Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        Note(context.Config.Root, "deleted");
        return Task.CompletedTask;
    }

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    internal static void Note(ConfigSection config, string what) =>
        File.AppendAllText(config.GetString("record")!, $$"""{"call": "{{config.GetString("type")}} {{what}}"}""" + "\n");

    private static void CarryOut(ConfigSection config)
    {
        Note(config, "made late");
        if (config.GetBool("fails"))
        {
            throw new CniException(CniErrorCode.IoFailure, "no rule today");
        }
    }
}
