using CniChain.Linux.Conntrack.Protocol;
using CniChain.Linux.Netfilter;
using CniChain.Linux.Nftables;
using CniChain.Linux.Nftables.Expressions;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Tests.Headers;

/// <summary>Compares what this library states of netfilter with the C headers.</summary>
public sealed class NetfilterHeaderTests
{
    private static readonly string[] s_includes =
    [
        "limits.h", "linux/netfilter.h", "linux/netfilter_ipv4.h", "linux/netfilter_bridge.h", "linux/netfilter/nf_nat.h",
        "linux/netfilter/nf_tables.h", "linux/netfilter/nfnetlink.h", "linux/netfilter/nfnetlink_conntrack.h",
        "linux/netfilter/nf_conntrack_common.h", "linux/netfilter/nf_conntrack_tuple_common.h",
    ];

    [Fact]
    public void Netfilter_AsInHeaders() =>
        Constants.AssertAsInHeaders([.. Constants.Of(typeof(NfnlConstants)), .. Constants.Layout<NfGenMsg>("nfgenmsg")], s_includes);

    [Fact]
    public void NftablesNumbers_AsInHeaders() =>
        Constants.AssertAsInHeaders(
        [
            ("NFT_USERDATA_MAXLEN", NftUserData.MaxLength),
            ("NFT_SET_ELEM_INTERVAL_END", NftElementWriter.IntervalEnd),
            ("NFT_LOOKUP_F_INV", NftLookup.LookupInverted),
            ("NFT_LIMIT_F_INV", NftLimit.LimitInverted), ("NFT_LIMIT_PKTS", NftLimit.LimitPackets),
            ("NFT_RANGE_EQ", NftRange.NftRangeEqual), ("NFT_RANGE_NEQ", NftRange.NftRangeNotEqual),
            ("NFT_DATA_VERDICT", (uint)NftDataType.Verdict),
            ("NFT_REG_VERDICT", NftRegister.Verdict.Number),
            ("NFT_REG_1", NftRegister.At(0).Number), ("NFT_REG32_01", NftRegister.At(1).Number), ("NFT_REG_2", NftRegister.At(4).Number),
            ("NFT_REG_4", NftRegister.At(12).Number), ("NFT_REG32_15", NftRegister.At(15).Number),
            ("NF_IP_PRI_RAW", NftPriority.Raw), ("NF_IP_PRI_MANGLE", NftPriority.Mangle), ("NF_IP_PRI_NAT_DST", NftPriority.DestinationNat),
            ("NF_IP_PRI_FILTER", NftPriority.Filter), ("NF_IP_PRI_SECURITY", NftPriority.Security),
            ("NF_IP_PRI_NAT_SRC", NftPriority.SourceNat), ("NF_BR_PRI_FILTER_BRIDGED", NftPriority.BridgeFilter),
            ("NF_BR_PRI_NAT_DST_BRIDGED", NftPriority.BridgeDestinationNat),
        ],
        s_includes);

    [Fact]
    public void NftablesMessages_AsInHeaders() =>
        Constants.AssertAsInHeaders(
        [
            .. Constants.Of(
                (BitwiseAttribute.SourceRegister, "NFTA_BITWISE_SREG"),
                (BitwiseAttribute.DestinationRegister, "NFTA_BITWISE_DREG"), (BitwiseAttribute.Length, "NFTA_BITWISE_LEN"),
                (BitwiseAttribute.Mask, "NFTA_BITWISE_MASK"), (BitwiseAttribute.Xor, "NFTA_BITWISE_XOR")),
            .. Constants.Of(
                (ChainAttribute.Table, "NFTA_CHAIN_TABLE"), (ChainAttribute.Handle, "NFTA_CHAIN_HANDLE"),
                (ChainAttribute.Name, "NFTA_CHAIN_NAME"), (ChainAttribute.Hook, "NFTA_CHAIN_HOOK"),
                (ChainAttribute.Policy, "NFTA_CHAIN_POLICY"), (ChainAttribute.Use, "NFTA_CHAIN_USE"),
                (ChainAttribute.Type, "NFTA_CHAIN_TYPE"), (ChainAttribute.UserData, "NFTA_CHAIN_USERDATA")),
            .. Constants.Of(
                (CompareAttribute.SourceRegister, "NFTA_CMP_SREG"), (CompareAttribute.Operator, "NFTA_CMP_OP"),
                (CompareAttribute.Data, "NFTA_CMP_DATA")),
            .. Constants.Of(
                (ConntrackExpressionAttribute.DestinationRegister, "NFTA_CT_DREG"), (ConntrackExpressionAttribute.Key, "NFTA_CT_KEY"),
                (ConntrackExpressionAttribute.Direction, "NFTA_CT_DIRECTION"), (ConntrackExpressionAttribute.SourceRegister, "NFTA_CT_SREG")),
            .. Constants.Of(
                (CounterAttribute.Bytes, "NFTA_COUNTER_BYTES"), (CounterAttribute.Packets, "NFTA_COUNTER_PACKETS")),
            .. Constants.Of(
                (DataAttribute.Value, "NFTA_DATA_VALUE"), (DataAttribute.Verdict, "NFTA_DATA_VERDICT")),
            .. Constants.Of(
                (ElementAttribute.Key, "NFTA_SET_ELEM_KEY"), (ElementAttribute.Data, "NFTA_SET_ELEM_DATA"),
                (ElementAttribute.Flags, "NFTA_SET_ELEM_FLAGS"), (ElementAttribute.Timeout, "NFTA_SET_ELEM_TIMEOUT"),
                (ElementAttribute.UserData, "NFTA_SET_ELEM_USERDATA"), (ElementAttribute.KeyEnd, "NFTA_SET_ELEM_KEY_END")),
            .. Constants.Of(
                (ElementListAttribute.Table, "NFTA_SET_ELEM_LIST_TABLE"),
                (ElementListAttribute.Set, "NFTA_SET_ELEM_LIST_SET"),
                (ElementListAttribute.Elements, "NFTA_SET_ELEM_LIST_ELEMENTS")),
            .. Constants.Of(
                (ExpressionAttribute.Name, "NFTA_EXPR_NAME"), (ExpressionAttribute.Data, "NFTA_EXPR_DATA")),
            .. Constants.Of(
                (FibAttribute.DestinationRegister, "NFTA_FIB_DREG"), (FibAttribute.Result, "NFTA_FIB_RESULT"),
                (FibAttribute.Flags, "NFTA_FIB_FLAGS")),
            .. Constants.Of(
                (GenerationAttribute.Id, "NFTA_GEN_ID")),
            .. Constants.Of(
                (HookAttribute.Number, "NFTA_HOOK_HOOKNUM"), (HookAttribute.Priority, "NFTA_HOOK_PRIORITY"),
                (HookAttribute.Device, "NFTA_HOOK_DEV")),
            .. Constants.Of(
                (ImmediateAttribute.DestinationRegister, "NFTA_IMMEDIATE_DREG"),
                (ImmediateAttribute.Data, "NFTA_IMMEDIATE_DATA")),
            .. Constants.Of(
                (LimitAttribute.Rate, "NFTA_LIMIT_RATE"), (LimitAttribute.Unit, "NFTA_LIMIT_UNIT"),
                (LimitAttribute.Burst, "NFTA_LIMIT_BURST"), (LimitAttribute.Type, "NFTA_LIMIT_TYPE"),
                (LimitAttribute.Flags, "NFTA_LIMIT_FLAGS")),
            .. Constants.Of(
                (ListAttribute.Element, "NFTA_LIST_ELEM")),
            .. Constants.Of(
                (LogAttribute.Group, "NFTA_LOG_GROUP"), (LogAttribute.Prefix, "NFTA_LOG_PREFIX"),
                (LogAttribute.Level, "NFTA_LOG_LEVEL")),
            .. Constants.Of(
                (LookupAttribute.Set, "NFTA_LOOKUP_SET"), (LookupAttribute.SourceRegister, "NFTA_LOOKUP_SREG"),
                (LookupAttribute.DestinationRegister, "NFTA_LOOKUP_DREG"), (LookupAttribute.Flags, "NFTA_LOOKUP_FLAGS")),
            .. Constants.Of(
                (MasqueradeAttribute.Flags, "NFTA_MASQ_FLAGS"), (MasqueradeAttribute.PortMin, "NFTA_MASQ_REG_PROTO_MIN"),
                (MasqueradeAttribute.PortMax, "NFTA_MASQ_REG_PROTO_MAX")),
            .. Constants.Of(
                (MetaAttribute.DestinationRegister, "NFTA_META_DREG"), (MetaAttribute.Key, "NFTA_META_KEY"),
                (MetaAttribute.SourceRegister, "NFTA_META_SREG")),
            .. Constants.Of(
                (NatAttribute.Type, "NFTA_NAT_TYPE"), (NatAttribute.Family, "NFTA_NAT_FAMILY"),
                (NatAttribute.AddressMin, "NFTA_NAT_REG_ADDR_MIN"), (NatAttribute.AddressMax, "NFTA_NAT_REG_ADDR_MAX"),
                (NatAttribute.PortMin, "NFTA_NAT_REG_PROTO_MIN"), (NatAttribute.PortMax, "NFTA_NAT_REG_PROTO_MAX"),
                (NatAttribute.Flags, "NFTA_NAT_FLAGS")),
            .. Constants.Of(
                (NftMessageType.NewTable, "NFT_MSG_NEWTABLE"), (NftMessageType.GetTable, "NFT_MSG_GETTABLE"),
                (NftMessageType.DelTable, "NFT_MSG_DELTABLE"), (NftMessageType.NewChain, "NFT_MSG_NEWCHAIN"),
                (NftMessageType.GetChain, "NFT_MSG_GETCHAIN"), (NftMessageType.DelChain, "NFT_MSG_DELCHAIN"),
                (NftMessageType.NewRule, "NFT_MSG_NEWRULE"), (NftMessageType.GetRule, "NFT_MSG_GETRULE"),
                (NftMessageType.DelRule, "NFT_MSG_DELRULE"), (NftMessageType.NewSet, "NFT_MSG_NEWSET"),
                (NftMessageType.GetSet, "NFT_MSG_GETSET"), (NftMessageType.DelSet, "NFT_MSG_DELSET"),
                (NftMessageType.NewSetElem, "NFT_MSG_NEWSETELEM"), (NftMessageType.GetSetElem, "NFT_MSG_GETSETELEM"),
                (NftMessageType.DelSetElem, "NFT_MSG_DELSETELEM"), (NftMessageType.NewGen, "NFT_MSG_NEWGEN"),
                (NftMessageType.GetGen, "NFT_MSG_GETGEN")),
            .. Constants.Of(
                (PayloadAttribute.DestinationRegister, "NFTA_PAYLOAD_DREG"), (PayloadAttribute.Base, "NFTA_PAYLOAD_BASE"),
                (PayloadAttribute.Offset, "NFTA_PAYLOAD_OFFSET"), (PayloadAttribute.Length, "NFTA_PAYLOAD_LEN"),
                (PayloadAttribute.SourceRegister, "NFTA_PAYLOAD_SREG"), (PayloadAttribute.ChecksumType, "NFTA_PAYLOAD_CSUM_TYPE"),
                (PayloadAttribute.ChecksumOffset, "NFTA_PAYLOAD_CSUM_OFFSET"), (PayloadAttribute.ChecksumFlags, "NFTA_PAYLOAD_CSUM_FLAGS")),
            .. Constants.Of(
                (RangeAttribute.SourceRegister, "NFTA_RANGE_SREG"), (RangeAttribute.Operator, "NFTA_RANGE_OP"),
                (RangeAttribute.From, "NFTA_RANGE_FROM_DATA"), (RangeAttribute.To, "NFTA_RANGE_TO_DATA")),
            .. Constants.Of(
                (RedirectAttribute.PortMin, "NFTA_REDIR_REG_PROTO_MIN"), (RedirectAttribute.PortMax, "NFTA_REDIR_REG_PROTO_MAX"),
                (RedirectAttribute.Flags, "NFTA_REDIR_FLAGS")),
            .. Constants.Of(
                (RejectAttribute.Type, "NFTA_REJECT_TYPE"), (RejectAttribute.IcmpCode, "NFTA_REJECT_ICMP_CODE")),
            .. Constants.Of(
                (RuleAttribute.Table, "NFTA_RULE_TABLE"), (RuleAttribute.Chain, "NFTA_RULE_CHAIN"),
                (RuleAttribute.Handle, "NFTA_RULE_HANDLE"), (RuleAttribute.Expressions, "NFTA_RULE_EXPRESSIONS"),
                (RuleAttribute.Position, "NFTA_RULE_POSITION"), (RuleAttribute.UserData, "NFTA_RULE_USERDATA")),
            .. Constants.Of(
                (SetAttribute.Table, "NFTA_SET_TABLE"), (SetAttribute.Name, "NFTA_SET_NAME"),
                (SetAttribute.Flags, "NFTA_SET_FLAGS"), (SetAttribute.KeyType, "NFTA_SET_KEY_TYPE"),
                (SetAttribute.KeyLength, "NFTA_SET_KEY_LEN"), (SetAttribute.DataType, "NFTA_SET_DATA_TYPE"),
                (SetAttribute.DataLength, "NFTA_SET_DATA_LEN"), (SetAttribute.Description, "NFTA_SET_DESC"),
                (SetAttribute.Id, "NFTA_SET_ID"), (SetAttribute.Timeout, "NFTA_SET_TIMEOUT"),
                (SetAttribute.UserData, "NFTA_SET_USERDATA")),
            .. Constants.Of(
                (SetDescriptionAttribute.Size, "NFTA_SET_DESC_SIZE"), (SetDescriptionAttribute.Concatenation, "NFTA_SET_DESC_CONCAT")),
            .. Constants.Of(
                (SetFieldAttribute.Length, "NFTA_SET_FIELD_LEN")),
            .. Constants.Of(
                (TableAttribute.Name, "NFTA_TABLE_NAME"), (TableAttribute.Flags, "NFTA_TABLE_FLAGS"),
                (TableAttribute.UserData, "NFTA_TABLE_USERDATA")),
            .. Constants.Of(
                (VerdictAttribute.Code, "NFTA_VERDICT_CODE"), (VerdictAttribute.Chain, "NFTA_VERDICT_CHAIN")),
        ],
        s_includes);

    [Fact]
    public void NftablesValues_AsInHeaders() =>
        Constants.AssertAsInHeaders(
        [
            .. Constants.Of(
                (NftFamily.Inet, "NFPROTO_INET"), (NftFamily.Ip, "NFPROTO_IPV4"), (NftFamily.Arp, "NFPROTO_ARP"),
                (NftFamily.Netdev, "NFPROTO_NETDEV"), (NftFamily.Bridge, "NFPROTO_BRIDGE"), (NftFamily.Ip6, "NFPROTO_IPV6")),
            .. Constants.Of(
                (NftHook.Prerouting, "NF_INET_PRE_ROUTING"), (NftHook.Input, "NF_INET_LOCAL_IN"), (NftHook.Forward, "NF_INET_FORWARD"),
                (NftHook.Output, "NF_INET_LOCAL_OUT"), (NftHook.Postrouting, "NF_INET_POST_ROUTING"),
                (NftHook.Ingress, "NF_INET_INGRESS")),
            .. Constants.Of(
                (NftVerdictCode.Drop, "NF_DROP"), (NftVerdictCode.Accept, "NF_ACCEPT"), (NftVerdictCode.Continue, "NFT_CONTINUE"),
                (NftVerdictCode.Jump, "NFT_JUMP"), (NftVerdictCode.Goto, "NFT_GOTO"), (NftVerdictCode.Return, "NFT_RETURN")),
            .. Constants.Of(
                (NftSetFlags.Constant, "NFT_SET_CONSTANT"), (NftSetFlags.Interval, "NFT_SET_INTERVAL"),
                (NftSetFlags.Map, "NFT_SET_MAP"), (NftSetFlags.Timeout, "NFT_SET_TIMEOUT"),
                (NftSetFlags.Concat, "NFT_SET_CONCAT")),
            .. Constants.Of(
                (NftAddressType.Unicast, "RTN_UNICAST"), (NftAddressType.Local, "RTN_LOCAL"),
                (NftAddressType.Broadcast, "RTN_BROADCAST"), (NftAddressType.Anycast, "RTN_ANYCAST"),
                (NftAddressType.Multicast, "RTN_MULTICAST")),
            .. Constants.Of(
                (NftCompareOperator.Equal, "NFT_CMP_EQ"), (NftCompareOperator.NotEqual, "NFT_CMP_NEQ"), (NftCompareOperator.Less, "NFT_CMP_LT"),
                (NftCompareOperator.LessOrEqual, "NFT_CMP_LTE"), (NftCompareOperator.Greater, "NFT_CMP_GT"),
                (NftCompareOperator.GreaterOrEqual, "NFT_CMP_GTE")),
            .. Constants.Of(
                (NftConntrackDirection.Original, "IP_CT_DIR_ORIGINAL"), (NftConntrackDirection.Reply, "IP_CT_DIR_REPLY")),
            .. Constants.Of(
                (NftConntrackKey.State, "NFT_CT_STATE"), (NftConntrackKey.Direction, "NFT_CT_DIRECTION"), (NftConntrackKey.Status, "NFT_CT_STATUS"),
                (NftConntrackKey.Mark, "NFT_CT_MARK"), (NftConntrackKey.Protocol, "NFT_CT_PROTOCOL"),
                (NftConntrackKey.ProtoSource, "NFT_CT_PROTO_SRC"), (NftConntrackKey.ProtoDestination, "NFT_CT_PROTO_DST"),
                (NftConntrackKey.SourceIp, "NFT_CT_SRC_IP"), (NftConntrackKey.DestinationIp, "NFT_CT_DST_IP"),
                (NftConntrackKey.SourceIp6, "NFT_CT_SRC_IP6"), (NftConntrackKey.DestinationIp6, "NFT_CT_DST_IP6")),
            .. Constants.Of(
                (NftConntrackState.Invalid, "NF_CT_STATE_INVALID_BIT"),
                (NftConntrackState.Established, "NF_CT_STATE_BIT(IP_CT_ESTABLISHED)"),
                (NftConntrackState.Related, "NF_CT_STATE_BIT(IP_CT_RELATED)"), (NftConntrackState.New, "NF_CT_STATE_BIT(IP_CT_NEW)"),
                (NftConntrackState.Untracked, "NF_CT_STATE_UNTRACKED_BIT")),
            .. Constants.Of(
                (NftConntrackStatus.Expected, "IPS_EXPECTED"), (NftConntrackStatus.SeenReply, "IPS_SEEN_REPLY"),
                (NftConntrackStatus.Assured, "IPS_ASSURED"), (NftConntrackStatus.Confirmed, "IPS_CONFIRMED"),
                (NftConntrackStatus.SourceNat, "IPS_SRC_NAT"), (NftConntrackStatus.DestinationNat, "IPS_DST_NAT")),
            .. Constants.Of(
                (NftFibFlags.SourceAddress, "NFTA_FIB_F_SADDR"), (NftFibFlags.DestinationAddress, "NFTA_FIB_F_DADDR"),
                (NftFibFlags.Mark, "NFTA_FIB_F_MARK"), (NftFibFlags.InputInterface, "NFTA_FIB_F_IIF"),
                (NftFibFlags.OutputInterface, "NFTA_FIB_F_OIF"), (NftFibFlags.Present, "NFTA_FIB_F_PRESENT")),
            .. Constants.Of(
                (NftFibResult.OutputIndex, "NFT_FIB_RESULT_OIF"), (NftFibResult.OutputName, "NFT_FIB_RESULT_OIFNAME"),
                (NftFibResult.AddressType, "NFT_FIB_RESULT_ADDRTYPE")),
            .. Constants.Of(
                (NftMetaKey.Length, "NFT_META_LEN"), (NftMetaKey.Protocol, "NFT_META_PROTOCOL"),
                (NftMetaKey.Priority, "NFT_META_PRIORITY"), (NftMetaKey.Mark, "NFT_META_MARK"),
                (NftMetaKey.InputIndex, "NFT_META_IIF"), (NftMetaKey.OutputIndex, "NFT_META_OIF"),
                (NftMetaKey.InputName, "NFT_META_IIFNAME"), (NftMetaKey.OutputName, "NFT_META_OIFNAME"),
                (NftMetaKey.NfProto, "NFT_META_NFPROTO"), (NftMetaKey.L4Protocol, "NFT_META_L4PROTO"),
                (NftMetaKey.InputBridgeName, "NFT_META_BRI_IIFNAME"), (NftMetaKey.OutputBridgeName, "NFT_META_BRI_OIFNAME"),
                (NftMetaKey.PacketType, "NFT_META_PKTTYPE"), (NftMetaKey.InputGroup, "NFT_META_IIFGROUP"),
                (NftMetaKey.OutputGroup, "NFT_META_OIFGROUP")),
            .. Constants.Of(
                (NftNatFlags.PortSpecified, "NF_NAT_RANGE_PROTO_SPECIFIED"), (NftNatFlags.Random, "NF_NAT_RANGE_PROTO_RANDOM"),
                (NftNatFlags.Persistent, "NF_NAT_RANGE_PERSISTENT"), (NftNatFlags.FullyRandom, "NF_NAT_RANGE_PROTO_RANDOM_FULLY")),
            .. Constants.Of(
                (NftNatType.Source, "NFT_NAT_SNAT"), (NftNatType.Destination, "NFT_NAT_DNAT")),
            .. Constants.Of(
                (NftPayloadBase.Link, "NFT_PAYLOAD_LL_HEADER"), (NftPayloadBase.Network, "NFT_PAYLOAD_NETWORK_HEADER"),
                (NftPayloadBase.Transport, "NFT_PAYLOAD_TRANSPORT_HEADER")),
            .. Constants.Of(
                (NftRejectCode.NoRoute, "NFT_REJECT_ICMPX_NO_ROUTE"),
                (NftRejectCode.PortUnreachable, "NFT_REJECT_ICMPX_PORT_UNREACH"),
                (NftRejectCode.HostUnreachable, "NFT_REJECT_ICMPX_HOST_UNREACH"),
                (NftRejectCode.AdminProhibited, "NFT_REJECT_ICMPX_ADMIN_PROHIBITED")),
            .. Constants.Of(
                (NftRejectType.Icmp, "NFT_REJECT_ICMP_UNREACH"), (NftRejectType.TcpReset, "NFT_REJECT_TCP_RST"),
                (NftRejectType.Icmpx, "NFT_REJECT_ICMPX_UNREACH")),
        ],
        s_includes);

    [Fact]
    public void ConntrackMessages_AsInHeaders() =>
        Constants.AssertAsInHeaders(
        [
            .. Constants.Of(
                (ConntrackAttribute.TupleOriginal, "CTA_TUPLE_ORIG"), (ConntrackAttribute.TupleReply, "CTA_TUPLE_REPLY"), (ConntrackAttribute.Id, "CTA_ID"),
                (ConntrackAttribute.Zone, "CTA_ZONE"), (ConntrackAttribute.Filter, "CTA_FILTER")),
            .. Constants.Of(
                (ConntrackMessageType.New, "IPCTNL_MSG_CT_NEW"), (ConntrackMessageType.Get, "IPCTNL_MSG_CT_GET"),
                (ConntrackMessageType.Delete, "IPCTNL_MSG_CT_DELETE")),
            .. Constants.Of(
                (FilterAttribute.OriginalFlags, "CTA_FILTER_ORIG_FLAGS"), (FilterAttribute.ReplyFlags, "CTA_FILTER_REPLY_FLAGS")),
            .. Constants.Of(
                (TupleAttribute.Ip, "CTA_TUPLE_IP"), (TupleAttribute.Proto, "CTA_TUPLE_PROTO"), (TupleAttribute.Zone, "CTA_TUPLE_ZONE")),
            .. Constants.Of(
                (TupleIpAttribute.V4Source, "CTA_IP_V4_SRC"), (TupleIpAttribute.V4Destination, "CTA_IP_V4_DST"), (TupleIpAttribute.V6Source, "CTA_IP_V6_SRC"),
                (TupleIpAttribute.V6Destination, "CTA_IP_V6_DST")),
            .. Constants.Of(
                (TupleProtoAttribute.Number, "CTA_PROTO_NUM"), (TupleProtoAttribute.SourcePort, "CTA_PROTO_SRC_PORT"),
                (TupleProtoAttribute.DestinationPort, "CTA_PROTO_DST_PORT")),
        ],
        s_includes);
}
