namespace CniChain.Linux.Route;

/// <summary>Changes to a link; null leaves a setting as it is.</summary>
public sealed record LinkChange
{
    /// <summary>Whether it is up.</summary>
    public bool? Up { get; init; }

    /// <summary>A new name. The kernel renames a link that is up only since 6.2 (EBUSY before).</summary>
    public string? Name { get; init; }

    /// <summary>The largest packet in bytes.</summary>
    public int? Mtu { get; init; }

    /// <summary>Its link-layer address.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>Free text of up to 255 bytes; empty removes it.</summary>
    public string? Alias { get; init; }

    /// <summary>The bridge or bond to belong to; 0 takes it out of the one it is in.</summary>
    public int? Master { get; init; }

    /// <summary>The namespace to move to. Must stay open until the request is sent.</summary>
    public NetworkNamespace? Namespace { get; init; }

    /// <summary>Whether an administrator wants every packet.</summary>
    public bool? Promiscuous { get; init; }

    /// <summary>Whether an administrator wants every multicast packet.</summary>
    public bool? AllMulticast { get; init; }

    /// <summary>The group to be in; 0 is the default group.</summary>
    public uint? Group { get; init; }

    /// <summary>How many packets may wait to be sent.</summary>
    public uint? TxQueueLength { get; init; }

    /// <summary>
    /// Whether it announces its IPv4 addresses when it comes up or gets another MAC: net.ipv4.conf.NAME.arp_notify. Done after everything else of
    /// this change, so one that is to announce itself is brought up by a later change.
    /// </summary>
    public bool? ArpNotify { get; init; }

    /// <summary>Settings of a link that is (already) a bridge's port; EINVAL or EOPNOTSUPP when it is not.</summary>
    public BridgePortOptions? BridgePort { get; init; }
}
