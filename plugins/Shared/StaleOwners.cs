namespace CniChain.Plugins;

/// <summary>Owners of this network that no valid attachment has.</summary>
internal sealed class StaleOwners
{
    private readonly string _prefix;
    private readonly HashSet<string> _valid = new(StringComparer.Ordinal);

    public StaleOwners(string network, IReadOnlyList<Attachment> valid)
    {
        _prefix = Attachment.NetworkPrefix(network);
        foreach (var attachment in valid)
        {
            _valid.Add(attachment.OwnerTag);
        }
    }

    /// <summary>Whether an alias or comment names such an owner; null, and text of anybody else's, does not.</summary>
    public bool Contains(string? owner) =>
        owner is not null && owner.StartsWith(_prefix, StringComparison.Ordinal) && !_valid.Contains(owner);
}
