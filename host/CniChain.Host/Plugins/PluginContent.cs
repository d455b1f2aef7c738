namespace CniChain.Host;

/// <summary>Every file that a version of a plugin consists of, with the stamps by which a later look sees that it is another version.</summary>
internal sealed class PluginContent
{
    private readonly List<StampedPath> _stamps;

    private PluginContent(List<StampedPath> stamps, IReadOnlyList<string> files, DateTimeOffset now)
    {
        _stamps = stamps;
        Files = files;
        IsSettled = stamps.TrueForAll(s => s.Stamp.IsSettled(now));
    }

    /// <summary>The files.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Whether a write after the look would show.</summary>
    public bool IsSettled { get; }

    /// <summary>What <see cref="IsCurrent"/> looks at.</summary>
    public IEnumerable<string> Paths => _stamps.Select(static s => s.Path);

    /// <summary>Looks at a plugin's folder; of a plugin that lies in the plugin directory itself, only at what lies beside it.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="now">The time, before its files are read.</param>
    public static PluginContent Look(PluginFile plugin, DateTimeOffset now)
    {
        var stamps = new List<StampedPath>();
        var files = new List<string>();
        if (plugin.Folder == plugin.Root.Path)
        {
            // The directory changes with every other plugin.
            files.AddRange(Directory.EnumerateFiles(plugin.Folder));
        }
        else if (Directory.Exists(plugin.Folder))
        {
            stamps.Add(StampedPath.Of(plugin.Folder));
            foreach (var folder in Directory.EnumerateDirectories(plugin.Folder, "*", SearchOption.AllDirectories))
            {
                stamps.Add(StampedPath.Of(folder));
            }

            files.AddRange(Directory.EnumerateFiles(plugin.Folder, "*", SearchOption.AllDirectories));
        }

        foreach (var file in files)
        {
            stamps.Add(StampedPath.Of(file));
        }

        return new PluginContent(stamps, files, now);
    }

    /// <summary>Whether nothing was added, taken away, written, or given to somebody else.</summary>
    public bool IsCurrent()
    {
        foreach (var stamped in _stamps)
        {
            if (!stamped.IsCurrent())
            {
                return false;
            }
        }

        return true;
    }
}
