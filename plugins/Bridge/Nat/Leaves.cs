using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Nftables;

namespace CniChain.Plugins.Bridge.Nat;

/// <summary>The rules for what leaves one subnet: a base chain, and a set of the containers whose packets it is about.</summary>
/// <remarks>
/// <code>
/// set leaves-10.88.0.0-16 { type ipv4_addr; elements = { 10.88.0.5 comment "podnet/c1/eth0" } }
/// chain leaves-10.88.0.0-16 {
///     type nat hook postrouting priority srcnat; policy accept;
///     ip daddr 10.88.0.0/16 return
///     ip daddr 224.0.0.0/4 return
///     ip saddr @leaves-10.88.0.0-16 masquerade
/// }
/// </code>
/// <para>Why no verdict map from address to chain, whose elements would count the chain's users by themselves: for every element that
/// points to a chain the kernel validates the table anew, which walks all elements (0.8 ms with 10,000). A set's cost nothing.</para>
/// <para>Why a base chain each: nothing is shared between subnets, so the first container of one and the last of another never
/// touch the same rule, and a subnet goes as it came.</para>
/// </remarks>
internal sealed class Leaves
{
    public const int RuleCount = 3;

    private static readonly IPNetwork s_multicast4 = new(new IPAddress([224, 0, 0, 0]), 4);
    private static readonly IPNetwork s_multicast6 = new(new IPAddress([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 8);

    private readonly IPNetwork _subnet;

    public Leaves(IPNetwork subnet)
    {
        _subnet = subnet;
        Name = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"leaves-{subnet.BaseAddress.ToString().Replace(':', '_')}-{subnet.PrefixLength}");
    }

    public static NftTable Table { get; } = new(NftFamily.Inet, "cnichain_masq");

    /// <summary>Of the chain and of the set.</summary>
    public string Name { get; }

    public NftSetRef Set => Table.Set(Name);

    public OwnedElement Element(IPAddress address) => new(Set, NftKey.Of.Address(address));

    /// <summary>Whether the chain has its rules; a flushed table has not.</summary>
    public bool IsDefined(NftSocket nft) => nft.FindChain(Table, Name) is { Uses: >= RuleCount };

    /// <summary>Adds everything but the elements. Right at whatever state there is: what exists is kept, rules are written anew.</summary>
    public void Define(NftBatch batch) => Define(batch, Table);

    /// <summary>The same in a table to try the kernel with.</summary>
    public void Define(NftBatch batch, NftTable table)
    {
        var family = _subnet.BaseAddress.AddressFamily;
        var six = family == AddressFamily.InterNetworkV6;
        batch.AddTable(table, "source address translation for containers")
            .AddSet(new NftSet(table.Set(Name), six ? NftDataType.Ipv6Address : NftDataType.Ipv4Address))
            .AddChain(new NftChain(table, Name)
            {
                Type = "nat",
                Hook = NftHook.Postrouting,
                Priority = NftPriority.SourceNat,
                Policy = NftVerdictCode.Accept,
            })
            .FlushChain(table, Name)
            .AddRule(table, Name, Rule().Daddr(_subnet).Return())
            .AddRule(table, Name, Rule().Daddr(six ? s_multicast6 : s_multicast4).Return())
            .AddRule(table, Name, Rule().In(Name, NftSelector.Saddr(family)).Masquerade());
    }

    private static NftRuleBuilder Rule() => new(Table.Family);
}
