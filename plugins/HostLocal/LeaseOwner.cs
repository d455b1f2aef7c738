namespace CniChain.Plugins.HostLocal;

/// <summary>Who holds a lease, as its file says: container id, CR LF, interface name. Files of old releases hold the id alone.</summary>
/// <param name="ContainerId">The container id.</param>
/// <param name="IfName">The interface name; null in a file that holds only the id.</param>
internal sealed record LeaseOwner(string ContainerId, string? IfName)
{
    private const string Separator = "\r\n";

    /// <summary>The file's content.</summary>
    public string Content => IfName is null ? ContainerId : ContainerId + Separator + IfName;

    /// <summary>The same container's owner as files of old releases write it.</summary>
    public LeaseOwner WithoutIfName => this with { IfName = null };

    public static LeaseOwner Of(Attachment attachment) => new(attachment.ContainerId, attachment.IfName);

    /// <summary>Reads a lease file's content.</summary>
    /// <returns>The owner; null for a file that names none, which a crash between creating and writing it leaves.</returns>
    public static LeaseOwner? Parse(string content)
    {
        var text = content.Trim();
        if (text.Length == 0)
        {
            return null;
        }

        var at = text.IndexOf(Separator, StringComparison.Ordinal);
        return at < 0 ? new LeaseOwner(text, null) : new LeaseOwner(text[..at], text[(at + Separator.Length)..]);
    }

    /// <summary>The same in every process, which a string's own is not (FNV-1a).</summary>
    public override int GetHashCode()
    {
        var hash = 2166136261;
        foreach (var character in Content)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return unchecked((int)hash);
    }

    public override string ToString() => IfName is null ? ContainerId : $"{ContainerId} ({IfName})";
}
