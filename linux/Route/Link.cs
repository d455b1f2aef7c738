namespace CniChain.Linux.Route;

/// <summary>A network interface as the kernel described it (RTM_NEWLINK, linux/if_link.h).</summary>
public sealed record Link
{
    /// <summary>Its index, unique in its namespace.</summary>
    public required int Index { get; init; }

    /// <summary>Its name, 1 to 15 bytes.</summary>
    public required string Name { get; init; }

    /// <summary>The driver's kind: <c>veth</c>, <c>bridge</c>, <c>macvlan</c>; null for one made by no driver of that sort (lo, a card).</summary>
    public string? Kind { get; init; }

    /// <summary>Its link-layer address; null when it has none of 6 bytes.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>The largest packet, in bytes, without link-layer header.</summary>
    public int Mtu { get; init; }

    /// <summary>What it is and does.</summary>
    public LinkFlags Flags { get; init; }

    /// <summary>Whether an administrator set it up; says nothing of carrier.</summary>
    public bool IsUp => (Flags & LinkFlags.Up) != 0;

    /// <summary>Whether it can carry traffic.</summary>
    public OperState OperState { get; init; }

    /// <summary>The bridge or bond it belongs to; null for none.</summary>
    public int? MasterIndex { get; init; }

    /// <summary>IFLA_LINK: a veth's peer, a macvlan's master; null for none. An index in the other namespace when <see cref="PeerNamespaceId"/> is set.</summary>
    public int? PeerIndex { get; init; }

    /// <summary>IFLA_LINK_NETNSID: the namespace of <see cref="PeerIndex"/>, by this namespace's numbering; null when it is this one.</summary>
    public int? PeerNamespaceId { get; init; }

    /// <summary>Free text somebody attached, up to 255 bytes; null for none.</summary>
    public string? Alias { get; init; }

    /// <summary>The group it is in; 0 unless somebody set one.</summary>
    public uint Group { get; init; }

    /// <summary>How many users want every packet (IFLA_PROMISCUITY), a bridge for its port included.</summary>
    public uint Promiscuity { get; init; }

    /// <summary>Whether an administrator asked for every packet.</summary>
    public bool IsPromiscuous => (Flags & LinkFlags.Promiscuous) != 0;

    /// <summary>Whether an administrator asked for every multicast packet.</summary>
    public bool IsAllMulticast => (Flags & LinkFlags.AllMulticast) != 0;

    /// <summary>How many packets may wait to be sent.</summary>
    public uint TxQueueLength { get; init; }

    /// <summary>Its settings, when it is a bridge.</summary>
    public BridgeInfo? Bridge { get; init; }

    /// <summary>Its settings as a port, when its master is a bridge.</summary>
    public BridgePort? Port { get; init; }

    /// <summary>Its settings, when it is a macvlan.</summary>
    public MacvlanInfo? Macvlan { get; init; }

    /// <summary>Whether the node's 127.0.0.0/8 may go out of it: net.ipv4.conf.NAME.route_localnet. Null when it has no IPv4, or the kernel did not say.</summary>
    public bool? RouteLocalnet { get; init; }

    /// <summary>
    /// Whether it takes router advertisements: net.ipv6.conf.NAME.accept_ra, 0 never, 1 unless it forwards, 2 always. Null when it has no
    /// IPv6, or the kernel did not say.
    /// </summary>
    public int? AcceptRouterAdvertisements { get; init; }

    /// <summary>Its VLAN id, when it is of kind vlan.</summary>
    public ushort? VlanId { get; init; }
}
