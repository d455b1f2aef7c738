namespace CniChain.Plugins.HostLocal;

/// <summary>What a host remembers of lease folders from call to call.</summary>
/// <remarks>Forgetting costs the folder's next call a look into every file, and nothing else; so what was not used lately may go.</remarks>
internal sealed class LeaseMemory
{
    private const int MostFolders = 64;

    // About 10 MB. A folder that has more is remembered alone.
    private const int MostOwners = 100_000;

    private readonly Dictionary<string, RememberedLeases> _folders = new(StringComparer.Ordinal);
    private long _uses;

    /// <summary>What is remembered of a folder; nothing yet, when it was forgotten or never seen.</summary>
    /// <param name="path">The folder, which the caller has locked.</param>
    public RememberedLeases Of(string path)
    {
        lock (_folders)
        {
            if (_folders.TryGetValue(path, out var known))
            {
                known.LastUse = ++_uses;
                return known;
            }
        }

        ForgetThoseGone();
        lock (_folders)
        {
            while (_folders.Count >= MostFolders || Owners() > MostOwners)
            {
                _folders.Remove(_folders.MinBy(f => f.Value.LastUse).Key);
            }

            return _folders[path] = new RememberedLeases { LastUse = ++_uses };
        }
    }

    /// <summary>Forgets a folder that is gone.</summary>
    public void Forget(string path)
    {
        lock (_folders)
        {
            _folders.Remove(path);
        }
    }

    private int Owners()
    {
        var count = 0;
        foreach (var folder in _folders.Values)
        {
            count += folder.All.Count;
        }

        return count;
    }

    private void ForgetThoseGone()
    {
        string[] paths;
        lock (_folders)
        {
            paths = [.. _folders.Keys];
        }

        // Outside of the lock: a file system that hangs must hold up only the calls that want something of it.
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                Forget(path);
            }
        }
    }
}
