namespace CniChain.Host;

/// <summary>A plugin's main assembly as it lies in a plugin directory, not loaded.</summary>
internal sealed record PluginFile
{
    private string? _realPath;

    /// <summary>The directory it was found by.</summary>
    public required PluginRoot Root { get; init; }

    /// <summary>The folder it lies in with what it needs; the directory itself when it lies there.</summary>
    public required string Folder { get; init; }

    /// <summary>The assembly; the folder when what is wrong is that there is none.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The assembly behind links, since one folder may be reached by several. Looked for once: where a link leads to something else, the
    /// folder's stamps show it, and it is another <see cref="PluginFile"/>.
    /// </summary>
    public string RealPath => _realPath ??= PluginFolder.RealPath(Path);

    /// <summary>The types its classes say they serve.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The version of the contract it was built against; null when that cannot be read.</summary>
    public Version? Contract { get; init; }

    /// <summary>Why it cannot be used; null when nothing is known against it.</summary>
    public CniException? Problem { get; init; }

    /// <summary>Whether it is what an operator means who names a type: by attribute, or, when it cannot be read, by its folder's name.</summary>
    public bool Claims(string type) =>
        Types.Count > 0 ? Types.Contains(type) : System.IO.Path.GetFileName(Folder).Equals(type, StringComparison.Ordinal);
}
