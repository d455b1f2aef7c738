namespace CniChain.Plugins.Dhcp;

/// <summary>What a lease's file holds: enough to keep it, and to give it back, without the runtime's help.</summary>
internal sealed record LeaseRecord
{
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>The boot it belongs to; a later one has no use for it.</summary>
    public required string Boot { get; init; }

    public LeaseFamily Family { get; init; } = LeaseFamily.IPv4;

    public required string Network { get; init; }

    public required string ContainerId { get; init; }

    public required string IfName { get; init; }

    /// <summary>CNI_NETNS, which is opened anew whenever it is needed: an open handle would keep a dead container's namespace.</summary>
    public required string NetnsPath { get; init; }

    public ulong NetnsDevice { get; init; }

    public ulong NetnsInode { get; init; }

    /// <summary>The runtime's namespace at ADD.</summary>
    public ulong HostNetnsDevice { get; init; }

    public ulong HostNetnsInode { get; init; }

    /// <summary>The interface in the container.</summary>
    public int LinkIndex { get; init; }

    public required string Mac { get; init; }

    /// <summary>The interface's MTU at ADD; 0 when the network's configuration has one, which no server changes.</summary>
    public int LinkMtu { get; init; }

    /// <summary>The host's link by which the server is reached without the container: bridge or parent. 0 when there is none.</summary>
    public int UplinkIndex { get; init; }

    /// <summary>The VLAN of that bridge which the container is in; 0 where it keeps none apart.</summary>
    public int UplinkVlan { get; init; }

    /// <summary>The client identifier; of DHCPv6 the DUID.</summary>
    public required byte[] ClientId { get; init; }

    /// <summary>The identity association of DHCPv6.</summary>
    public uint Iaid { get; init; }

    /// <summary>The data of the option that says which others are wanted: 55, of DHCPv6 6.</summary>
    public required byte[] Wanted { get; init; }

    public Dictionary<ushort, byte[]> Provided { get; init; } = [];

    public bool Broadcast { get; init; }

    public bool RapidCommit { get; init; }

    public bool DetectConflicts { get; init; }

    public int Priority { get; init; }

    public string[] OnChange { get; init; } = [];

    /// <summary>The state, for people; a restart works it out of the times.</summary>
    public string State { get; init; } = "";

    /// <summary>The server's ACK or REPLY as bytes; null while there is no lease.</summary>
    public byte[]? Ack { get; init; }

    /// <summary>When it counts from, in ticks of the boot's clock.</summary>
    public long ObtainedTicks { get; init; }

    /// <summary>The link-layer address the ACK came from: the server, or the router to it.</summary>
    public string? ServerMac { get; init; }

    /// <summary>The interface's link-local address, which DHCPv6 speaks from; null before it did.</summary>
    public string? LinkLocal { get; init; }

    /// <summary>The address and its server, for people.</summary>
    public string? Address { get; init; }

    public string? Server { get; init; }

    public Attachment Attachment => new(Network, ContainerId, IfName);

    public LeaseKey Key => new(Attachment, Family);
}
