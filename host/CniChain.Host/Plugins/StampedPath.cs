namespace CniChain.Host;

/// <summary>A file or folder as it was at one look. A class: lists of structures are compiled anew by every foreground run.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Stamp">What it was.</param>
internal sealed record StampedPath(string Path, FileStamp Stamp)
{
    /// <summary>Looks.</summary>
    public static StampedPath Of(string path) => new(path, FileStamp.Of(path));

    /// <summary>Whether it still is.</summary>
    public bool IsCurrent() => FileStamp.Of(Path) == Stamp;
}
