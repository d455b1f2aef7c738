namespace CniChain.Host;

/// <summary>What one look into a folder found, and by which it shows whether another look would find the same.</summary>
/// <param name="Files">Its main assemblies.</param>
/// <param name="Stamps">The folder, and every file that was read or missed.</param>
/// <param name="IsSettled">Whether the last change was long enough before the look for the next one to show.</param>
internal sealed record KnownFolder(IReadOnlyList<PluginFile> Files, IReadOnlyList<StampedPath> Stamps, bool IsSettled)
{
    /// <summary>Whether everything is as it was.</summary>
    public bool IsCurrent()
    {
        if (!IsSettled)
        {
            return false;
        }

        foreach (var stamped in Stamps)
        {
            if (!stamped.IsCurrent())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Looks into a folder.</summary>
    /// <param name="root">The directory it belongs to.</param>
    /// <param name="folder">The folder, or the directory itself.</param>
    /// <param name="now">The time.</param>
    public static KnownFolder Look(PluginRoot root, string folder, DateTimeOffset now)
    {
        // Stamped before it is read: what changes meanwhile shows at the next look.
        var stamps = new List<StampedPath> { StampedPath.Of(folder) };
        var files = PluginFolder.Read(root, folder);
        foreach (var file in files)
        {
            if (file.Path != folder)
            {
                stamps.Add(StampedPath.Of(file.Path));
            }
        }

        // Between its stamp and its reading, a file may have changed within one tick: then it is not settled.
        return new KnownFolder(files, stamps, stamps.TrueForAll(s => s.Stamp.IsSettled(now)));
    }
}
