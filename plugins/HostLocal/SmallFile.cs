namespace CniChain.Plugins.HostLocal;

/// <summary>A file read as a whole.</summary>
/// <param name="Text">Its content.</param>
/// <param name="Mark">The note it was created with (<see cref="FileMark"/>); null for none.</param>
/// <param name="Modified">Its modification time in nanoseconds since 1970.</param>
internal readonly record struct SmallFile(string Text, string? Mark, long Modified)
{
    /// <summary>What stands for a file that is not read: empty, and older than nothing.</summary>
    public static SmallFile Nothing { get; } = new("", null, long.MaxValue);
}
