namespace CniChain.Host;

/// <summary>What stands around one call of one plugin, in the chain or for addresses: a span, a duration, and a failure that has a name.</summary>
internal static class WatchedCall
{
    /// <summary>Makes the call.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="verb">What it is asked.</param>
    /// <param name="isIpam">It is asked for addresses.</param>
    /// <param name="options">The host's.</param>
    /// <param name="network">The network.</param>
    /// <param name="call">The call, its preparation included.</param>
    /// <param name="cancellationToken">What the call heeds.</param>
    /// <exception cref="CniException">Whatever went wrong.</exception>
    public static async Task<CniResult?> RunAsync(
        IChainPlugin plugin,
        CniVerb verb,
        bool isIpam,
        ChainHostOptions options,
        string network,
        Func<Task<CniResult?>> call,
        CancellationToken cancellationToken)
    {
        using var span = HostActivity.StartPlugin(plugin, verb, isIpam);
        var timing = new PluginTiming(options, plugin.Type, verb, network, isIpam);
        try
        {
            var result = await call();
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
