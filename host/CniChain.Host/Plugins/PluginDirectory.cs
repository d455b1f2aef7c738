namespace CniChain.Host;

/// <summary>One directory's plugins as they were at the last look. Not safe for concurrent use.</summary>
/// <remarks>
/// A look at a directory that has not changed costs a stat(2) for it, for each folder in it and each main assembly; nothing is listed,
/// read or loaded.
/// </remarks>
internal sealed class PluginDirectory(PluginRoot root, TimeProvider time)
{
    private readonly Dictionary<string, KnownFolder> _folders = new(StringComparer.Ordinal);
    private FileStamp _listed;
    private bool _settled;

    public PluginRoot Root => root;

    /// <summary>Its folders.</summary>
    public IReadOnlyDictionary<string, KnownFolder> Folders => _folders;

    /// <summary>The directory when its folders were listed.</summary>
    public FileStamp Listed => _listed;

    /// <summary>What a look is at.</summary>
    public IEnumerable<string> Paths => _folders.Values.SelectMany(static f => f.Stamps).Select(static s => s.Path).Prepend(root.Path);

    /// <summary>Whether all that is known is old enough to be told from what comes.</summary>
    public bool IsSettled
    {
        get
        {
            var settled = _settled;
            foreach (var folder in _folders.Values)
            {
                settled &= folder.IsSettled;
            }

            return settled;
        }
    }

    /// <summary>Starts from what an earlier process saw; whatever has changed since shows at the next look.</summary>
    public void Seed(FileStamp listed, IEnumerable<KeyValuePair<string, KnownFolder>> folders)
    {
        _listed = listed;
        _settled = true;
        foreach (var (path, folder) in folders)
        {
            _folders[path] = folder;
        }
    }

    /// <summary>Looks for what has changed.</summary>
    /// <returns>Whether anything has.</returns>
    public bool Refresh()
    {
        var now = time.GetUtcNow();
        var changed = false;
        var stamp = FileStamp.Of(root.Path);
        if (stamp != _listed || !_settled)
        {
            List(now);
            _listed = stamp;
            _settled = stamp.IsSettled(now);
            changed = true;
        }

        foreach (var path in _folders.Keys.ToArray())
        {
            if (!_folders[path].IsCurrent())
            {
                _folders[path] = Look(path, now);
                changed = true;
            }
        }

        return changed;
    }

    private void List(DateTimeOffset now)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        if (Directory.Exists(root.Path))
        {
            present.Add(root.Path);
            foreach (var folder in Directory.EnumerateDirectories(root.Path))
            {
                if (!Path.GetFileName(folder.AsSpan()).StartsWith('.'))
                {
                    present.Add(folder);
                }
            }
        }

        foreach (var gone in _folders.Keys.Where(f => !present.Contains(f)).ToArray())
        {
            _folders.Remove(gone);
        }

        foreach (var folder in present)
        {
            if (!_folders.ContainsKey(folder))
            {
                _folders[folder] = KnownFolder.Look(root, folder, now);
            }
        }
    }

    /// <summary>
    /// Looks again at a folder that was known. While what lies there cannot be read, it still stands for the types it stood for:
    /// somebody is replacing it, or has broken it; one who means to take a plugin away takes the folder.
    /// </summary>
    private KnownFolder Look(string path, DateTimeOffset now)
    {
        var before = _folders[path].Files;
        var after = KnownFolder.Look(root, path, now);
        if (before.Count == 0 || !after.Files.Any(static f => f.Problem is not null))
        {
            return after;
        }

        var problem = after.Files.First(static f => f.Problem is not null);
        var files = after.Files.Where(static f => f.Problem is null).ToList();
        var claimed = files.SelectMany(static f => f.Types).ToHashSet(StringComparer.Ordinal);
        foreach (var file in before.Where(f => f.Types.Count > 0 && !f.Types.Any(claimed.Contains)))
        {
            files.Add(file with { Problem = problem.Problem });
        }

        if (files.All(static f => f.Problem is null))
        {
            files.Add(problem);
        }

        return after with { Files = files };
    }
}
