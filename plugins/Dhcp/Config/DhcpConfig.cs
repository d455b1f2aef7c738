namespace CniChain.Plugins.Dhcp;

/// <summary>The "ipam" section of type dhcp.</summary>
internal sealed record DhcpConfig
{
    /// <summary>"request": the options asked for, in order; without them, and without any "skipDefault", <see cref="OptionNames.Default"/>.</summary>
    public IReadOnlyList<byte> Wanted { get; init; } = OptionNames.Default;

    /// <summary>"provide": options to send, by code.</summary>
    public IReadOnlyDictionary<byte, byte[]> Provided { get; init; } = new Dictionary<byte, byte[]>();

    /// <summary>"priority": the metric of the routes; 0 leaves it to the kernel.</summary>
    public int Priority { get; init; }

    /// <summary>"timeout": how long ADD waits for a lease, in seconds, 1 to 600.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>"broadcast": ask for answers by broadcast.</summary>
    public bool Broadcast { get; init; }

    /// <summary>"detectConflicts": probe by ARP for the address before it is used.</summary>
    public bool DetectConflicts { get; init; }

    /// <summary>"onChange": a program and its arguments, run when a lease's address, router or routes change, or it is lost.</summary>
    public IReadOnlyList<string> OnChange { get; init; } = [];
}
