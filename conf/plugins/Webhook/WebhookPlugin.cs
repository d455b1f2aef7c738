namespace CniChain.Examples.Webhook;

/// <summary>Tells an HTTP service of attachments that come and go.</summary>
[CniPlugin("webhook")]
public sealed class WebhookPlugin : ICniPlugin, ICniConfigCheck, ICniPlan
{
    /// <inheritdoc/>
    public async Task<CniResult> AddAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = WebhookConfig.Read(context.Config);
        var result = context.PrevResult ?? CniResult.Empty;
        var sent = TrySendAsync(context, config, result, cancellationToken);
        if (await sent.ConfigureAwait(false) is { } problem && config.IsRequired)
        {
            throw problem;
        }

        return result;
    }

    /// <inheritdoc/>
    public async Task DelAsync(CniContext context, CancellationToken cancellationToken)
    {
        try
        {
            await TrySendAsync(context, WebhookConfig.Read(context.Config), context.PrevResult, cancellationToken).ConfigureAwait(false);
        }
        catch (CniException e)
        {
            // A configuration that is not valid any more: nobody can be told, and nothing is to be removed.
            context.Log.Warn(e.Message);
        }
    }

    /// <inheritdoc/>
    public Task CheckAsync(CniContext context, CancellationToken cancellationToken)
    {
        // What the service has made of the record is its own affair.
        CheckConfig(context);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StatusAsync(CniContext context, CancellationToken cancellationToken)
    {
        var config = WebhookConfig.Read(context.Config);
        if (config.IsRequired && await TrySendAsync(context, config, null, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            throw new CniException(CniErrorCode.PluginNotAvailable, $"{problem.Message}; \"required\" is true, so no container could be attached", null, problem);
        }
    }

    /// <inheritdoc/>
    public Task GcAsync(CniContext context, CancellationToken cancellationToken) =>
        TrySendAsync(context, WebhookConfig.Read(context.Config), null, cancellationToken);

    /// <inheritdoc/>
    public void CheckConfig(CniContext context) => _ = WebhookConfig.Read(context.Config);

    /// <inheritdoc/>
    public Task<CniPlan> PlanAsync(CniContext context, CancellationToken cancellationToken) => Task.FromResult(new CniPlan
    {
        Objects = [new PlannedObject { Kind = "request", Name = $"POST {WebhookConfig.Read(context.Config).Url}" }],
        Result = context.PrevResult ?? CniResult.Empty,
    });

    /// <summary>Sends, and says in the log when it was in vain.</summary>
    /// <returns>Why it was not taken; null when it was.</returns>
    private static async Task<CniException?> TrySendAsync(
        CniContext context, WebhookConfig config, CniResult? result, CancellationToken cancellationToken)
    {
        try
        {
            await Sender.SendAsync(context, config, AttachmentRecord.Write(context, result), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (CniException e)
        {
            context.Log.Warn(e.Message);
            return e;
        }
    }
}
