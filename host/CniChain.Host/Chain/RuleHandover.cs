namespace CniChain.Host;

/// <summary>What one plugin of an ADD is left of rules to make by the one before it, and leaves to the one behind.</summary>
internal sealed class RuleHandover
{
    private readonly IChainPlugin _plugin;
    private readonly RuleHandover? _before;

    private RuleHandover(IChainPlugin plugin, RuleHandover? before, bool isAwaited)
    {
        _plugin = plugin;
        _before = before;
        Leave = isAwaited ? Keep : null;
    }

    /// <summary>What the plugin before has left; null for nothing.</summary>
    public PendingRules? Earlier => _before?.Left;

    /// <summary>Takes what this plugin leaves; null when the one behind does not join.</summary>
    public Action<PendingRules>? Leave { get; }

    /// <summary>What this plugin has left.</summary>
    public PendingRules? Left { get; private set; }

    /// <summary>The handover at one step.</summary>
    /// <param name="resolver">Finds the plugins.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="index">Which step.</param>
    /// <param name="before">That of the step before; null for the first.</param>
    /// <returns>Null when there is nothing to take and nobody to leave anything to.</returns>
    public static RuleHandover? At(PluginResolver resolver, ChainDefinition chain, int index, RuleHandover? before)
    {
        var isAwaited = index + 1 < chain.Entries.Count && resolver.Resolve(chain.Entries[index + 1].Type).JoinsRules;
        return isAwaited || before?.Left is not null ? new RuleHandover(resolver.Resolve(chain.Entries[index].Type), before, isAwaited) : null;
    }

    /// <summary>Has the earlier rules made that this step's plugin has not made with its own: it had none to make, or the kernel refused them together.</summary>
    /// <param name="cancellationToken">The operation's.</param>
    /// <exception cref="CniException">They cannot be made; the failure of the plugin that left them.</exception>
    public void CarryOutEarlier(CancellationToken cancellationToken)
    {
        try
        {
            Earlier?.CarryOut();
        }
        catch (Exception e)
        {
            throw Failure.From(e, _before!._plugin, CniVerb.Add, cancellationToken);
        }
    }

    private void Keep(PendingRules rules) =>
        Left = Left is null ? rules : throw new InvalidOperationException("rules can be left to the next plugin once a call");
}
