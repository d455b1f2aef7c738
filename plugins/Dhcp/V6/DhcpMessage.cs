namespace CniChain.Plugins.Dhcp.V6;

/// <summary>A message between client and server (RFC 8415, 8).</summary>
internal sealed record DhcpMessage
{
    public required MessageType Type { get; init; }

    /// <summary>The transaction, 24 bits.</summary>
    public uint Xid { get; init; }

    public DhcpOptions Options { get; init; } = new();
}
