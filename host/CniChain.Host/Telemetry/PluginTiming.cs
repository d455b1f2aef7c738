namespace CniChain.Host;

/// <summary>Measures one call of one plugin, where somebody wants to know.</summary>
internal readonly record struct PluginTiming(ChainHostOptions Options, string Type, CniVerb Verb, string Network, bool IsIpam)
{
    private readonly long _started = Options.Watch is null ? 0 : Options.Time.GetTimestamp();

    /// <summary>The plugin has answered.</summary>
    /// <param name="failure">Its failure; null for none.</param>
    public void End(CniException? failure) =>
        Options.Watch?.Meter.PluginEnded(Type, Verb, Network, IsIpam, Options.Time.GetElapsedTime(_started), failure);
}
