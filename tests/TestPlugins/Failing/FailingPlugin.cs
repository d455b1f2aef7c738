namespace CniChain.TestPlugins;

/// <summary>Fails in the verbs that "failIn" lists, with the code "code" and the message "message"; passes everything else on.</summary>
[CniPlugin("failing")]
public sealed class FailingPlugin : ICniPlugin
{
    public Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        FailIfAsked(context);
        return Task.FromResult(context.PrevResult ?? CniResult.Empty);
    }

    public Task DelAsync(CniContext context, CancellationToken cancellationToken) => PassOrFail(context);

    public Task CheckAsync(CniContext context, CancellationToken cancellationToken) => PassOrFail(context);

    public Task StatusAsync(CniContext context, CancellationToken cancellationToken) => PassOrFail(context);

    public Task GcAsync(CniContext context, CancellationToken cancellationToken) => PassOrFail(context);

    private static Task PassOrFail(CniContext context)
    {
        FailIfAsked(context);
        return Task.CompletedTask;
    }

    private static void FailIfAsked(CniContext context)
    {
        var config = context.Config.Root;
        if (config.GetStrings("failIn").Contains(context.Verb.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            throw new CniException(
                (CniErrorCode)(int)(config.GetInteger("code") ?? 120),
                config.GetString("message") ?? "failing: as configured",
                config.GetString("details"));
        }
    }
}
