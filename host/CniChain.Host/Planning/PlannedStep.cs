namespace CniChain.Host.Planning;

/// <summary>What one plugin of a chain would do.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Location">Its assembly or executable.</param>
/// <param name="IsIpam">Whether another plugin would ask it for addresses.</param>
/// <param name="IsPlanned">Whether it said so itself; else nobody knows.</param>
/// <param name="Objects">The objects.</param>
internal sealed record PlannedStep(string Type, string Location, bool IsIpam, bool IsPlanned, IReadOnlyList<PlannedObject> Objects);
