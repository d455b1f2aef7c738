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
    /// <param name="rules">Rules that go from plugin to plugin in ADD; null for none.</param>
    /// <returns>ADD's result; null for other verbs.</returns>
    /// <exception cref="CniException">Whatever went wrong.</exception>
    public Task<CniResult?> RunAsync(
        ChainEntry entry,
        CniVerb verb,
        CniResult? prevResult,
        ReleaseQueue? releases,
        CancellationToken cancellationToken,
        RuleHandover? rules = null)
    {
        var plugin = scope.Resolver.Resolve(entry.Type);
        return WatchedCall.RunAsync(plugin, verb, isIpam: false, scope.Options, subject.Chain.Network, Call, cancellationToken);

        Task<CniResult?> Call()
        {
            cancellationToken.ThrowIfCancellationRequested();
            var shown = StepConfigWriter.Shows(verb, subject.Chain.Version) ? prevResult : null;
            return plugin.InvokeAsync(
                new PluginCall
                {
                    Verb = verb,
                    Scope = scope,
                    Subject = subject,
                    Config = StepConfigWriter.Write(entry, subject.Chain, shown, subject.Valid),
                    PrevResult = prevResult,
                    Releases = releases,
                    Rules = rules,
                },
                cancellationToken);
        }
    }
}
