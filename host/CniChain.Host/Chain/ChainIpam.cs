namespace CniChain.Host;

/// <summary>The IPAM plugin of one call: found as chain plugins are, called with the same configuration and environment.</summary>
/// <remarks>
/// Its configuration is the caller's, "ipam" and all, so an IPAM plugin that asked for addresses in turn would ask itself, and so would a
/// plugin that names its own type there. The reference plugins then start processes until the node has no more.
/// </remarks>
/// <param name="caller">The call of the plugin that asks.</param>
/// <param name="ownType">That plugin's type.</param>
/// <param name="configured">The type its "ipam" names; null when there is none.</param>
internal sealed class ChainIpam(PluginCall caller, string ownType, string? configured) : IIpam
{
    private readonly string? _type = caller.IsIpam ? null : configured;
    private bool _released;

    public bool IsConfigured => _type is not null;

    /// <summary>It is the plugin that asks, or cnichain, which would be executed and is given the configuration it is in already.</summary>
    private bool NamesItself => _type == ownType || _type == ChainReader.OwnType;

    public async Task<CniResult> AddAsync(CancellationToken cancellationToken)
    {
        var plugin = Resolve();
        try
        {
            return (await InvokeAsync(plugin, CniVerb.Add, cancellationToken))!;
        }
        catch
        {
            // Specification section 4: a failed delegate is sent DEL before its caller returns. The request may be cancelled, DEL is not.
            await ReleaseAfterFailureAsync(plugin);
            throw;
        }
    }

    public Task DelAsync(CancellationToken cancellationToken)
    {
        if (NamesItself)
        {
            // No ADD of it can have succeeded.
            return Task.CompletedTask;
        }

        var plugin = Resolve();
        if (caller.Releases is not { } queue)
        {
            return InvokeAsync(plugin, CniVerb.Del, cancellationToken);
        }

        if (!_released)
        {
            _released = true;
            queue.Add(plugin.Type, token => InvokeAsync(plugin, CniVerb.Del, token));
        }

        return Task.CompletedTask;
    }

    public Task CheckAsync(CancellationToken cancellationToken) => InvokeAsync(Resolve(), CniVerb.Check, cancellationToken);

    public Task StatusAsync(CancellationToken cancellationToken) => InvokeAsync(Resolve(), CniVerb.Status, cancellationToken);

    public Task GcAsync(CancellationToken cancellationToken) => NamesItself ? Task.CompletedTask : InvokeAsync(Resolve(), CniVerb.Gc, cancellationToken);

    /// <summary>Has the IPAM plugin put back what it can; nothing when it is none that repairs.</summary>
    public async Task RepairAsync(CancellationToken cancellationToken)
    {
        if (_type is not null && !NamesItself && Resolve() is { CanRepair: true } plugin)
        {
            await InvokeAsync(plugin, CniVerb.Repair, cancellationToken);
        }
    }

    private IChainPlugin Resolve() => _type switch
    {
        null => throw Invalid("\"ipam.type\" is missing; name an IPAM plugin such as \"host-local\""),
        _ when NamesItself => throw Invalid($"\"ipam.type\" is \"{_type}\", which gives no addresses; name an IPAM plugin such as \"host-local\""),
        _ => caller.Scope.Resolver.Resolve(_type),
    };

    private Task<CniResult?> InvokeAsync(IChainPlugin plugin, CniVerb verb, CancellationToken cancellationToken) => WatchedCall.RunAsync(
        plugin,
        verb,
        isIpam: true,
        caller.Scope.Options,
        caller.Subject.Chain.Network,
        () => plugin.InvokeAsync(caller with { Verb = verb, IsIpam = true, Releases = null, Rules = null }, cancellationToken),
        cancellationToken);

    private async Task ReleaseAfterFailureAsync(IChainPlugin plugin)
    {
        using var timeout = new CancellationTokenSource(caller.Scope.Options.UndoTimeout, caller.Scope.Options.Time);
        try
        {
            await InvokeAsync(plugin, CniVerb.Del, timeout.Token);
        }
        catch (CniException e)
        {
            caller.Scope.Log.Warn($"after its failed ADD: {e.Message}");
        }
    }

    private static CniException Invalid(string message) => new(CniErrorCode.InvalidNetworkConfig, message);
}
