using CniChain.Linux.Nftables;

namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>A chain with everything in it.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Rules">Its rules, in order.</param>
internal sealed record ChainRules(NftChain Chain, IReadOnlyList<NftRuleBuilder> Rules)
{
    /// <summary>A chain of the plugin's table that others lead to.</summary>
    public static ChainRules Of(string name, params NftRuleBuilder[] rules) => new(new NftChain(PortTable.Table, name), rules);

    /// <summary>A chain of the plugin's table that packets come to by themselves.</summary>
    public static ChainRules OfHook(string name, string type, NftHook hook, int priority, params NftRuleBuilder[] rules) =>
        new(new NftChain(PortTable.Table, name) { Hook = hook, Type = type, Priority = priority, Policy = NftVerdictCode.Accept }, rules);

    /// <summary>An empty rule for the plugin's table.</summary>
    public static NftRuleBuilder Rule() => new(PortTable.Table.Family);
}
