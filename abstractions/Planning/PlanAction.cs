namespace CniChain;

/// <summary>What an ADD would do to an object.</summary>
public enum PlanAction
{
    /// <summary>It is not there and would be made.</summary>
    Create = 0,

    /// <summary>It is there and would be changed.</summary>
    Change = 1,

    /// <summary>It is there as it has to be, and would be used.</summary>
    Use = 2,
}
