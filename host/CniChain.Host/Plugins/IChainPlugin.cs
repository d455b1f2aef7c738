namespace CniChain.Host;

/// <summary>A plugin, found: an assembly in this process or an executable.</summary>
internal interface IChainPlugin
{
    string Type { get; }

    /// <summary>The file it was found in, for messages and spans.</summary>
    string Location { get; }

    /// <summary>Whether it runs as a process of its own, and so calls its IPAM plugin where the host cannot see it.</summary>
    bool IsExecuted { get; }

    /// <summary>Whether it takes <see cref="CniVerb.Repair"/>.</summary>
    bool CanRepair => false;

    /// <summary>Calls it. Exceptions are those of the plugin; <see cref="Failure"/> makes sense of them.</summary>
    /// <returns>ADD's result, never null; null for other verbs.</returns>
    Task<CniResult?> InvokeAsync(PluginCall call, CancellationToken cancellationToken);
}
