namespace CniChain.Host.Commands;

/// <summary>An owner of objects that no journal entry is of: left of a crash, or attached when the journal was another.</summary>
/// <param name="Network">The network.</param>
/// <param name="ContainerId">The container id as the objects have it; null where they name nobody.</param>
/// <param name="IfName">The interface; null where none is named.</param>
/// <param name="Objects">What there is of it.</param>
internal sealed record UnknownAttachment(string Network, string? ContainerId, string? IfName, IReadOnlyList<HeldObject> Objects);
