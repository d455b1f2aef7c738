namespace CniChain;

/// <summary>What a plugin's ADD would do now.</summary>
public sealed record CniPlan
{
    /// <summary>The objects in the order ADD would come to them.</summary>
    public IReadOnlyList<PlannedObject> Objects { get; init; } = [];

    /// <summary>The result ADD would return, which the next plugin plans with. What is random in it (names, MACs) reads "*" or is null.</summary>
    public required CniResult Result { get; init; }
}
