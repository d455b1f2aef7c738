namespace CniChain.Host.Resident;

/// <summary>How a resident host behaves.</summary>
internal sealed record ResidentOptions
{
    /// <summary>How long it stays without anything to do; null for ever (a service manager decides).</summary>
    public TimeSpan? IdleTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long running operations get to end after a stop was asked for.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How often it looks whether it is idle, or its own program file was replaced.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The file whose replacement means a newer release is installed; null never looks.</summary>
    public string? ProgramFile { get; init; }
}
