namespace CniChain.Benchmarks.Report;

/// <summary>One line of the targets: what is wanted, and what was measured.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Wanted">The target in words.</param>
/// <param name="Measured">What was measured, in words.</param>
/// <param name="Share">What was measured as a share of what is allowed: 1 and less is met. Null when a part was not run.</param>
internal sealed record Target(string Name, string Wanted, string Measured, double? Share)
{
    public bool? IsMet => Share <= 1;
}
