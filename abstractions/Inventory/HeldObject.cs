namespace CniChain;

/// <summary>One object of the kernel or the file system that an attachment's ADD made and that is there still.</summary>
public sealed record HeldObject
{
    /// <summary>The sort of object, in the words of <see cref="PlannedObject.Kind"/>, or "lease" for an address of an IPAM plugin.</summary>
    public required string Kind { get; init; }

    /// <summary>The object, as its tool names it: "veth1a2b3c4d", "inet cnichain_ports ports4 tcp . 8080", "10.88.0.5". Unique within its kind on the node.</summary>
    public required string Name { get; init; }

    /// <summary>What else tells it apart for a person, in words, such as "port of cni0"; empty, the default, for nothing.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The container id the object itself names, cut as <see cref="Attachment.OwnerTag"/> cuts a long one; null when it names nobody, as a torn file.</summary>
    public string? ContainerId { get; init; }

    /// <summary>The container's interface; null when the object does not name one.</summary>
    public string? IfName { get; init; }

    /// <summary>Whether GC in this context removes it: no valid attachment owns it.</summary>
    public required bool IsStale { get; init; }
}
