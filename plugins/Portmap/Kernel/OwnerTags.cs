namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>What the comment of an element says about its holder; see <see cref="Attachment.OwnerTag"/>.</summary>
internal static class OwnerTags
{
    /// <summary>Whether two tags name one container, on whatever networks: podman sends the same mappings to each of them.</summary>
    public static bool SameContainer(string? one, string? other) =>
        one is not null
        && other is not null
        && Container(one) is { Length: > 0 } container
        && container.SequenceEqual(Container(other));

    private static ReadOnlySpan<char> Container(string tag)
    {
        var start = tag.IndexOf('/', StringComparison.Ordinal) + 1;
        var end = tag.LastIndexOf('/');
        return start > 0 && end > start ? tag.AsSpan(start, end - start) : default;
    }
}
