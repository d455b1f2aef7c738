namespace CniChain.Host;

/// <summary>One call of one plugin, loaded or executed.</summary>
internal sealed record PluginCall
{
    public required CniVerb Verb { get; init; }

    public required RequestScope Scope { get; init; }

    public required Subject Subject { get; init; }

    /// <summary>The derived configuration, UTF-8.</summary>
    public required byte[] Config { get; init; }

    /// <summary>The result a loaded plugin is shown; the same as in <see cref="Config"/>, or in DEL below 0.4.0 there alone.</summary>
    public CniResult? PrevResult { get; init; }

    /// <summary>The plugin is called for addresses, with the configuration of the plugin that asks.</summary>
    public bool IsIpam { get; init; }

    /// <summary>Rules that go from plugin to plugin; null where there is nothing to take or to leave.</summary>
    public RuleHandover? Rules { get; init; }

    /// <summary>Where the release of addresses waits during DEL; null lets it happen at once.</summary>
    public ReleaseQueue? Releases { get; init; }
}
