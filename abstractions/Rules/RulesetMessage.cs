namespace CniChain;

/// <summary>One change to the nftables ruleset as the kernel reads it, from one plugin to another, whose netlink libraries need not be the same.</summary>
/// <param name="Operation">What it does and to what, for error messages: <c>add element inet t s 10.0.0.2</c>.</param>
/// <param name="Type">nlmsg_type: NFNL_SUBSYS_NFTABLES in the upper byte, a NFT_MSG_* in the lower (linux/netfilter/nf_tables.h).</param>
/// <param name="Flags">nlmsg_flags; NLM_F_REQUEST need not be among them (linux/netlink.h).</param>
/// <param name="Payload">What follows nlmsghdr: struct nfgenmsg and the attributes, each padded to 4 bytes.</param>
public sealed record RulesetMessage(string Operation, ushort Type, ushort Flags, ReadOnlyMemory<byte> Payload);
