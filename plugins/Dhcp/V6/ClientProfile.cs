namespace CniChain.Plugins.Dhcp.V6;

/// <summary>What a client says of itself and wants to know.</summary>
internal sealed record ClientProfile
{
    /// <summary>Option 1's data.</summary>
    public required byte[] Duid { get; init; }

    /// <summary>Its one identity association.</summary>
    public required uint Iaid { get; init; }

    /// <summary>Option 6's codes, in order.</summary>
    public required IReadOnlyList<ushort> Wanted { get; init; }

    /// <summary>More options, by code: what the configuration provides.</summary>
    public IReadOnlyDictionary<ushort, byte[]> Provided { get; init; } = new Dictionary<ushort, byte[]>();

    /// <summary>Whether a server may lend at once.</summary>
    public bool RapidCommit { get; init; }

    /// <summary>Whether neighbours are asked for a leased address before it is used.</summary>
    public bool DetectConflicts { get; init; }
}
