namespace CniChain.Host;

/// <summary>Calls one plugin of a chain: finds it, derives its configuration, spans the call, names its failure.</summary>
internal sealed class StepRunner(RequestScope scope, Subject subject)
{
    /// <summary>Calls a plugin.</summary>
    /// <param name="entry">The plugin.</param>
    /// <param name="verb">What to ask.</param>
    /// <param name="prevResult">What it is shown; null for none.</param>
    /// <param name="releases">Where DEL's release of addresses waits; null for the other verbs.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>ADD's result; null for other verbs.</returns>
    /// <exception cref="CniException">Whatever went wrong.</exception>
    public async Task<CniResult?> RunAsync(
        ChainEntry entry,
        CniVerb verb,
        CniResult? prevResult,
        ReleaseQueue? releases,
        CancellationToken cancellationToken)
    {
        var plugin = scope.Resolver.Resolve(entry.Type);
        using var span = HostActivity.StartPlugin(plugin, verb, isIpam: false);
        var timing = new PluginTiming(scope.Options, plugin.Type, verb, subject.Chain.Network, IsIpam: false);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var shown = StepConfigWriter.Shows(verb, subject.Chain.Version) ? prevResult : null;
            var call = new PluginCall
            {
                Verb = verb,
                Scope = scope,
                Subject = subject,
                Config = StepConfigWriter.Write(entry, subject.Chain, shown, subject.Valid),
                PrevResult = prevResult,
                Releases = releases,
            };
            var result = await plugin.InvokeAsync(call, cancellationToken);
            timing.End(null);
            return result;
        }
        catch (Exception e)
        {
            var failure = Failure.From(e, plugin, verb, cancellationToken);
            HostActivity.Fail(span, failure, e);
            timing.End(failure);
            throw failure;
        }
    }
}
