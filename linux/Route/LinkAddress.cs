using System.Net;

namespace CniChain.Linux.Route;

/// <summary>An address of a link as the kernel described it (RTM_NEWADDR, linux/if_addr.h).</summary>
public sealed record LinkAddress
{
    /// <summary>The link.</summary>
    public required int LinkIndex { get; init; }

    /// <summary>The address itself (IFA_LOCAL, for IPv6 IFA_ADDRESS).</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The length of its subnet's prefix, 0 to 32 or 128.</summary>
    public required int PrefixLength { get; init; }

    /// <summary>The other end of a point-to-point link; null when there is none.</summary>
    public IPAddress? Peer { get; init; }

    /// <summary>The broadcast address (IPv4); null when there is none.</summary>
    public IPAddress? Broadcast { get; init; }

    /// <summary>Where it is valid.</summary>
    public RouteScope Scope { get; init; }

    /// <summary>What it is.</summary>
    public AddressFlags Flags { get; init; }

    /// <summary>Whether duplicate address detection has not ended yet.</summary>
    public bool IsTentative => (Flags & AddressFlags.Tentative) != 0;

    /// <summary>Whether somebody else on the link has it.</summary>
    public bool IsDuplicate => (Flags & AddressFlags.DadFailed) != 0;
}
