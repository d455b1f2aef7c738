namespace CniChain;

/// <summary>An interface of a result.</summary>
public sealed record CniInterface
{
    /// <summary>The interface's name.</summary>
    public required string Name { get; init; }

    /// <summary>The hardware address, lower-case hex with colons; null when it has none.</summary>
    public string? Mac { get; init; }

    /// <summary>The path of the namespace it lies in (the text of CNI_NETNS); null for an interface of the host.</summary>
    public string? Sandbox { get; init; }

    /// <summary>MTU in bytes, since 1.1.0; 0 when not stated.</summary>
    public int Mtu { get; init; }

    /// <summary>A socket the interface is reached by (vhost-user), since 1.1.0; null for none.</summary>
    public string? SocketPath { get; init; }

    /// <summary>The PCI device behind it, since 1.1.0; null for none.</summary>
    public string? PciId { get; init; }
}
