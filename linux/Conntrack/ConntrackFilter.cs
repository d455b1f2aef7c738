using System.Net;
using System.Net.Sockets;

namespace CniChain.Linux.Conntrack;

/// <summary>Which connections are meant: those that match everything given.</summary>
/// <remarks>
/// "Original" is the connection as its first packet went, before any rewriting; "reply" as the answer is expected, after it. So a
/// connection to a published port has the host's port as original destination, and the container as reply source.
/// </remarks>
public sealed record ConntrackFilter
{
    /// <summary>The IP protocol: 6 for TCP, 17 for UDP, 132 for SCTP. Needed, since ports mean nothing without it.</summary>
    public required byte Protocol { get; init; }

    /// <summary>The IP version; null for the one of the addresses given or, without any, for both.</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>The address that the first packet was sent to; null for any.</summary>
    public IPAddress? OriginalDestination { get; init; }

    /// <summary>The port that the first packet was sent to; null for any.</summary>
    public ushort? OriginalDestinationPort { get; init; }

    /// <summary>The address that answers; null for any.</summary>
    public IPAddress? ReplySource { get; init; }

    /// <summary>The port that answers; null for any.</summary>
    public ushort? ReplySourcePort { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"protocol {Protocol} to {OriginalDestination?.ToString() ?? "any"} port {OriginalDestinationPort?.ToString(null, null) ?? "any"}"
        + $" answered by {ReplySource?.ToString() ?? "any"} port {ReplySourcePort?.ToString(null, null) ?? "any"}";
}
