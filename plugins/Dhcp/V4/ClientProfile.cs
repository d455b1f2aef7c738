using CniChain.Linux;

namespace CniChain.Plugins.Dhcp.V4;

/// <summary>What a client says of itself and wants to know.</summary>
internal sealed record ClientProfile
{
    public required MacAddress Mac { get; init; }

    /// <summary>Option 61's data.</summary>
    public required byte[] ClientId { get; init; }

    /// <summary>Option 55's data: the codes wanted, in order.</summary>
    public required byte[] Wanted { get; init; }

    /// <summary>More options, by code: what the configuration provides.</summary>
    public IReadOnlyDictionary<ushort, byte[]> Provided { get; init; } = new Dictionary<ushort, byte[]>();

    /// <summary>Answers are to be broadcast; the packet socket does not need it, some relays and switches do.</summary>
    public bool Broadcast { get; init; }

    /// <summary>Whether a leased address is probed for by ARP before it is used.</summary>
    public bool DetectConflicts { get; init; }
}
