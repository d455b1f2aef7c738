namespace CniChain;

/// <summary>One lease as a person reads it.</summary>
public sealed record LeaseView
{
    /// <summary>Who has it.</summary>
    public required Attachment Attachment { get; init; }

    /// <summary>The address with its prefix length; null while there is none.</summary>
    public IpPrefix? Address { get; init; }

    /// <summary>Who gave it, as text; null when nobody yet.</summary>
    public string? Server { get; init; }

    /// <summary>The state, in the protocol's own words, such as "bound" or "renewing".</summary>
    public required string State { get; init; }

    /// <summary>How long ago the lease was given or last extended; null when it was not.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Until the server that gave it is asked to extend it; negative when overdue, null for never.</summary>
    public TimeSpan? UntilT1 { get; init; }

    /// <summary>Until any server is asked; negative when overdue, null for never.</summary>
    public TimeSpan? UntilT2 { get; init; }

    /// <summary>Until it ends; negative when it has, null for never.</summary>
    public TimeSpan? UntilExpiry { get; init; }

    /// <summary>What else the server said, by name, such as "ntp"; empty when nothing.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();
}
