using CniChain.Linux;
using CniChain.Linux.Nftables;

namespace CniChain.Plugins.Bridge.Spoof;

/// <summary>One rule for every guarded port of every bridge, and two sets that say which ports and which senders.</summary>
/// <remarks>
/// <code>
/// set guarded { type ifname; elements = { "veth1a2b3c4d" comment "podnet/c1/eth0" } }
/// set allowed { type ifname . ether_addr; elements = { "veth1a2b3c4d" . 0a:58:0a:58:00:05 comment "podnet/c1/eth0" } }
/// chain prerouting {
///     type filter hook prerouting priority dstnat; policy accept;
///     iifname @guarded iifname . ether saddr != @allowed drop
/// }
/// </code>
/// The cost for a frame is the same with one container and with ten thousand.
/// </remarks>
internal static class SpoofRules
{
    public const int RuleCount = 1;
    public const string Chain = "prerouting";

    private const string GuardedName = "guarded";
    private const string AllowedName = "allowed";

    public static NftTable Table { get; } = new(NftFamily.Bridge, "cnichain_spoof");

    public static NftSetRef Guarded { get; } = Table.Set(GuardedName);

    public static NftSetRef Allowed { get; } = Table.Set(AllowedName);

    public static OwnedElement GuardedPort(string port) => new(Guarded, NftKey.Of.InterfaceName(port));

    public static OwnedElement AllowedSender(string port, MacAddress mac) =>
        new(Allowed, NftKey.Of.InterfaceName(port).EtherAddress(mac));

    public static bool IsDefined(NftSocket nft) => nft.FindChain(Table, Chain) is { Uses: >= RuleCount };

    /// <summary>Adds everything but the elements, whatever of it there is.</summary>
    public static void Define(NftBatch batch) => Define(batch, Table);

    /// <summary>The same in a table to try the kernel with.</summary>
    public static void Define(NftBatch batch, NftTable table) =>
        batch.AddTable(table, "senders that containers may name in their frames")
            .AddSet(new NftSet(table.Set(GuardedName), NftDataType.InterfaceName))
            .AddSet(new NftSet(table.Set(AllowedName), NftDataType.InterfaceName, NftDataType.EtherAddress))
            .AddChain(new NftChain(table, Chain)
            {
                Type = "filter",
                Hook = NftHook.Prerouting,
                Priority = NftPriority.BridgeDestinationNat,
                Policy = NftVerdictCode.Accept,
            })
            .FlushChain(table, Chain)
            .AddRule(
                table,
                Chain,
                new NftRuleBuilder(table.Family)
                    .In(GuardedName, NftSelector.Iifname)
                    .NotIn(AllowedName, NftSelector.Iifname, NftSelector.EtherSaddr)
                    .Drop());
}
