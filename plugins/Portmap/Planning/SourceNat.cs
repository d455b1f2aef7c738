namespace CniChain.Plugins.Portmap.Planning;

/// <summary>Which connections to a published port get the node's address as their source, and the chain that does it.</summary>
/// <remarks>
/// A chain is named after what it does, never after whom it is for: attachments share it, and the kernel counts them
/// (a chain that elements lead to cannot be deleted). So every target leads to one, and the table is somebody's as long as one is led to.
/// </remarks>
internal sealed record SourceNat
{
    /// <summary>The subnet whose connections are rewritten; null for those of everywhere or of nowhere.</summary>
    public IpPrefix? Subnet { get; private init; }

    /// <summary>The packet mark that also asks for it; null for none.</summary>
    public uint? Mark { get; private init; }

    /// <summary>The chain: "within-10.88.0.0/16", "within-fd00-88--/64-mark-0x2000", "from-anywhere", "unchanged".</summary>
    public required string ChainName { get; init; }

    /// <summary>masqAll: every connection.</summary>
    public static SourceNat Everything { get; } = new() { ChainName = "from-anywhere" };

    /// <summary>snat is false: no connection.</summary>
    public static SourceNat Nothing { get; } = new() { ChainName = "unchanged" };

    /// <summary>What a configuration asks for.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="container">The container's address with the length of its subnet's prefix.</param>
    public static SourceNat For(PortmapConfig config, IpPrefix container)
    {
        if (!config.Snat)
        {
            return Nothing;
        }

        if (config.MasqAll)
        {
            return Everything;
        }

        var subnet = new IpPrefix(container.Network.BaseAddress, container.PrefixLength);
        uint? mark = config.MarkMasqBit is { } bit ? 1u << bit : null;

        // A name may not hold ':'. Nothing else in an address becomes a '-', so names stay apart.
        var name = $"within-{subnet.ToString().Replace(':', '-')}" + (mark is { } m ? $"-mark-0x{m:x}" : "");
        return new SourceNat { Subnet = subnet, Mark = mark, ChainName = name };
    }
}
