namespace CniChain;

/// <summary>
/// Changes to the ruleset of <see cref="CniContext.HostNetns"/> that an ADD has still to make. The plugin behind makes them in the same
/// transaction as its own (<see cref="ICniRuleJoin"/>); where it does not, the host has them made when that plugin is done.
/// </summary>
/// <remarks>Used by one thread at a time.</remarks>
public sealed class PendingRules
{
    private readonly Action _carryOut;

    /// <summary>Describes the changes.</summary>
    /// <param name="messages">
    /// The changes, one at least, in their order. Nothing in them may have a meaning inside its own transaction only, such as a set's number:
    /// another plugin's numbers would mix with it.
    /// </param>
    /// <param name="carryOut">
    /// Makes the changes in a transaction of their own, with whatever is to be looked at and tried again on the way. Called after the plugin's
    /// ADD has returned, within the same request: what the plugin holds open then is of no use to it, the handles of the context are.
    /// </param>
    public PendingRules(IReadOnlyList<RulesetMessage> messages, Action carryOut)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(carryOut);
        ArgumentOutOfRangeException.ThrowIfZero(messages.Count);
        Messages = messages;
        _carryOut = carryOut;
    }

    /// <summary>The changes.</summary>
    public IReadOnlyList<RulesetMessage> Messages { get; }

    /// <summary>Whether they are made.</summary>
    public bool AreMade { get; private set; }

    /// <summary>Says that they were made together with others. A transaction that was refused has made nothing: then say nothing.</summary>
    public void NoteMade() => AreMade = true;

    /// <summary>Makes them by themselves, unless they are made already. The host does that; a plugin need not.</summary>
    /// <exception cref="CniException">What the plugin that left them says of its failure.</exception>
    public void CarryOut()
    {
        if (!AreMade)
        {
            _carryOut();
            AreMade = true;
        }
    }
}
