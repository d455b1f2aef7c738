namespace CniChain.Host;

/// <summary>Something that was not as ADD made it.</summary>
/// <param name="Attachment">Whose.</param>
/// <param name="Plugin">The plugin that found it; empty for what concerns the attachment as a whole.</param>
/// <param name="Problem">What it found.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why it could not be put back; null when it could.</param>
internal sealed record RepairFinding(Attachment Attachment, string Plugin, string Problem, RepairOutcome Outcome, string? Reason = null)
{
    /// <summary>Whether somebody still has to do something.</summary>
    public bool IsLeft => Outcome is RepairOutcome.Failed or RepairOutcome.NotRepairable;
}
