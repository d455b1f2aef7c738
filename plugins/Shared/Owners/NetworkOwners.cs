namespace CniChain.Plugins;

/// <summary>The owners of a network's objects, by the tags the objects carry, and which of them are valid.</summary>
internal sealed class NetworkOwners
{
    private readonly string _prefix;
    private readonly HashSet<string> _valid = new(StringComparer.Ordinal);

    private NetworkOwners(string network, IReadOnlyList<Attachment> valid)
    {
        _prefix = Attachment.NetworkPrefix(network);
        foreach (var attachment in valid)
        {
            _valid.Add(attachment.OwnerTag);
        }
    }

    /// <summary>Those of GC's network and list.</summary>
    public static NetworkOwners Of(CniContext context) => new(context.Config.Name, context.ValidAttachments);

    /// <summary>Whether an alias or comment names an owner of this network; null, and text of anybody else's, does not.</summary>
    public bool Has(string? tag) => tag is not null && tag.StartsWith(_prefix, StringComparison.Ordinal);

    /// <summary>Whether it names one that no valid attachment is.</summary>
    public bool IsStale(string? tag) => Has(tag) && !_valid.Contains(tag!);

    /// <summary>An object of the network, as GC's list shows it.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="tag">The tag on it, which <see cref="Has"/> said yes to.</param>
    /// <param name="detail">What else there is to say.</param>
    public HeldObject Describe(string kind, string name, string tag, string detail = "")
    {
        var owner = tag[_prefix.Length..].Split('/', 2);
        return new HeldObject
        {
            Kind = kind,
            Name = name,
            Detail = detail,
            ContainerId = owner[0],
            IfName = owner.Length > 1 ? owner[1] : null,
            IsStale = IsStale(tag),
        };
    }
}
