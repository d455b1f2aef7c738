namespace CniChain.Host;

/// <summary>Every file that a version of a plugin consists of, with the stamps by which a later look sees that it is another version.</summary>
internal sealed class PluginContent
{
    private readonly List<(string Path, FileStamp Stamp)> _stamps;

    private PluginContent(List<(string Path, FileStamp Stamp)> stamps, IReadOnlyList<string> files)
    {
        _stamps = stamps;
        Files = files;
    }

    /// <summary>The files.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Looks at a plugin's folder; of a plugin that lies in the plugin directory itself, only at what lies beside it.</summary>
    public static PluginContent Look(PluginFile plugin)
    {
        var stamps = new List<(string, FileStamp)>();
        var files = new List<string>();
        if (plugin.Folder == plugin.Root.Path)
        {
            // The directory changes with every other plugin.
            files.AddRange(Directory.EnumerateFiles(plugin.Folder));
        }
        else if (Directory.Exists(plugin.Folder))
        {
            stamps.Add((plugin.Folder, FileStamp.Of(plugin.Folder)));
            foreach (var folder in Directory.EnumerateDirectories(plugin.Folder, "*", SearchOption.AllDirectories))
            {
                stamps.Add((folder, FileStamp.Of(folder)));
            }

            files.AddRange(Directory.EnumerateFiles(plugin.Folder, "*", SearchOption.AllDirectories));
        }

        foreach (var file in files)
        {
            stamps.Add((file, FileStamp.Of(file)));
        }

        return new PluginContent(stamps, files);
    }

    /// <summary>Whether nothing was added, taken away, written, or given to somebody else.</summary>
    public bool IsCurrent()
    {
        foreach (var (path, stamp) in _stamps)
        {
            if (FileStamp.Of(path) != stamp)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a write after the look would show.</summary>
    public bool IsSettled(DateTimeOffset now) => _stamps.TrueForAll(s => s.Stamp.IsSettled(now));
}
