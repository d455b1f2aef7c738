namespace CniChain;

/// <summary>One object of the kernel or the file system that an ADD would make, change or use.</summary>
public sealed record PlannedObject
{
    /// <summary>The sort of object: "link", "address", "route", "neighbour", "sysctl", "nft table", "nft chain", "nft rule", "nft element",
    /// "nft set", "file", "request", or a plugin's own word.</summary>
    public required string Kind { get; init; }

    /// <summary>The object, as its tool names it: "cni0", "10.88.0.2/16 dev eth0", "net.ipv4.ip_forward". Parts that are random read "*".</summary>
    public required string Name { get; init; }

    /// <summary>What would be done to it. Default <see cref="PlanAction.Create"/>.</summary>
    public PlanAction Action { get; init; }

    /// <summary>Whether it lies in the container's namespace; false, the default, means on the host.</summary>
    public bool InContainer { get; init; }

    /// <summary>Its settings, or its new value, in words; empty for none.</summary>
    public string Detail { get; init; } = "";
}
