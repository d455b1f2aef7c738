using System.Net;

namespace CniChain.Plugins.Dhcp;

/// <summary>The "ipam" section of type dhcp.</summary>
internal sealed record DhcpConfig
{
    /// <summary>"family": "4", "6" or "dual".</summary>
    public IReadOnlyList<LeaseFamily> Families { get; init; } = [LeaseFamily.IPv4];

    /// <summary>"request": the options asked for, in order; without them, and without any "skipDefault", <see cref="OptionNames.Default"/>.</summary>
    public IReadOnlyList<byte> Wanted { get; init; } = OptionNames.Default;

    /// <summary>"request" for DHCPv6, of options named "dhcp6...."; else <see cref="OptionNames6.Default"/>.</summary>
    public IReadOnlyList<ushort> Wanted6 { get; init; } = OptionNames6.Default;

    /// <summary>"provide": options to send, by code.</summary>
    public IReadOnlyDictionary<ushort, byte[]> Provided { get; init; } = new Dictionary<ushort, byte[]>();

    /// <summary>"provide" for DHCPv6, with the client's name where there is one.</summary>
    public IReadOnlyDictionary<ushort, byte[]> Provided6 { get; init; } = new Dictionary<ushort, byte[]>();

    /// <summary>"priority": the metric of the routes; 0 leaves it to the kernel.</summary>
    public int Priority { get; init; }

    /// <summary>"timeout": how long ADD waits for a lease, in seconds, 1 to 600.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the plugin that makes the interface is told its MTU ("mtu" beside "ipam").</summary>
    public bool HasLinkMtu { get; init; }

    /// <summary>"broadcast": ask for answers by broadcast.</summary>
    public bool Broadcast { get; init; }

    /// <summary>"rapidCommit": let DHCPv6 servers lend at once.</summary>
    public bool RapidCommit { get; init; } = true;

    /// <summary>"detectConflicts": ask the neighbours for the address before it is used.</summary>
    public bool DetectConflicts { get; init; }

    /// <summary>"gateway": the IPv6 address's; null for none, DHCPv6 having no word for it.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>"routes": with IPv6, what the container gets beside the server's, DHCPv6 giving none.</summary>
    public IReadOnlyList<CniRoute> Routes { get; init; } = [];

    /// <summary>"onChange": a program and its arguments, run when a lease's address, router or routes change, or it is lost.</summary>
    public IReadOnlyList<string> OnChange { get; init; } = [];
}
