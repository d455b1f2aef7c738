using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;

namespace CniChain.Plugins;

/// <summary>Rules on their way from one plugin of a chain to the next: each has a CniChain.Linux of its own.</summary>
internal static class RulesetMessages
{
    public static RulesetMessage[] Of(NftBatch batch) =>
        [.. batch.Requests.Select(r => new RulesetMessage(r.Operation, r.Type, (ushort)r.Flags, r.Payload))];

    public static void AddEarlier(this NftBatch batch, PendingRules rules)
    {
        foreach (var message in rules.Messages)
        {
            batch.Add(new NetlinkRequest(message.Operation, message.Type, (NetlinkFlags)message.Flags, message.Payload));
        }
    }
}
