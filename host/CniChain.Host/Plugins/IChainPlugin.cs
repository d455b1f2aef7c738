namespace CniChain.Host;

/// <summary>A plugin, found: an assembly in this process or an executable.</summary>
internal interface IChainPlugin
{
    string Type { get; }

    /// <summary>The file it was found in, for messages and spans.</summary>
    string Location { get; }

    /// <summary>Whether it runs as a process of its own, and so calls its IPAM plugin where the host cannot see it.</summary>
    bool IsExecuted { get; }

    /// <summary>Whether it makes rules that the plugin before leaves (<see cref="ICniRuleJoin"/>).</summary>
    bool JoinsRules => false;

    /// <summary>Whether it takes <see cref="CniVerb.Repair"/>.</summary>
    bool CanRepair => false;

    /// <summary>Whether it takes <see cref="ListAsync"/>.</summary>
    bool HasInventory => false;

    /// <summary>Whether it has no GC of its own, and so nothing to list.</summary>
    bool HoldsNothing => false;

    /// <summary>What it holds for a network (<see cref="ICniInventory"/>).</summary>
    /// <param name="call">GC's call.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<IReadOnlyList<HeldObject>> ListAsync(PluginCall call, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"{Type} does not say what it holds");

    /// <summary>Has it count what a network holds (<see cref="ICniFigures"/>); one that has no such figures does nothing.</summary>
    /// <param name="call">A call for the network.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task CountAsync(PluginCall call, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Calls it. Exceptions are those of the plugin; <see cref="Failure"/> makes sense of them.</summary>
    /// <returns>ADD's result, never null; null for other verbs.</returns>
    Task<CniResult?> InvokeAsync(PluginCall call, CancellationToken cancellationToken);
}
