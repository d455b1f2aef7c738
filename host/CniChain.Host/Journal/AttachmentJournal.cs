namespace CniChain.Host;

/// <summary>
/// What is attached and what is being attached: one small file an attachment in the volatile state folder. Its first line is the entry, each
/// line behind it what has changed since (<see cref="JournalWriter"/>). Not synced: after a power cut nothing it describes is left.
/// </summary>
internal sealed class AttachmentJournal(ChainHostOptions options, ICniLog log)
{
    private const string TemporaryPrefix = ".new-";
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // A configuration has 4 MiB at most, and every change of an ADD may carry a result.
    private const int MaxLength = 64 << 20;
    private static readonly TimeSpan s_temporaryAge = TimeSpan.FromHours(1);

    private bool _hasLooked;

    private string Folder => Path.Combine(options.StateDirectory, "attachments");

    /// <summary>The state folder, made when it was missing at this journal's first look: a journal is one request's.</summary>
    public string StateDirectory
    {
        get
        {
            if (!_hasLooked)
            {
                PrepareStateDirectory();
            }

            return options.StateDirectory;
        }
    }

    /// <summary>Makes the state folder when it is missing, for plugins to put their own files in.</summary>
    public void PrepareStateDirectory()
    {
        _hasLooked = true;
        try
        {
            if (!Directory.Exists(options.StateDirectory))
            {
                Directory.CreateDirectory(options.StateDirectory, FolderMode);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warn($"state folder {options.StateDirectory} cannot be made: {e.Message}");
        }
    }

    /// <summary>Reads an attachment's entry.</summary>
    /// <param name="key">The attachment.</param>
    /// <param name="torn">There is a file, but it holds no entry.</param>
    /// <returns>The entry; null when there is none, or when its ADD was killed before it had called a plugin.</returns>
    public JournalEntry? Read(AttachmentKey key, out bool torn)
    {
        var entry = ReadFile(PathOf(key), out torn, out _);
        if (entry is null || entry.Key == key)
        {
            return entry;
        }

        torn = true;
        return null;
    }

    /// <summary>Opens an attachment's entry for writing. What it says now stays until the first record is written.</summary>
    public OpenEntry Open(AttachmentKey key) => new(PathOf(key), TemporaryOf(key), MakeFolder, log);

    /// <summary>Writes an entry in the place of what is there.</summary>
    public void Write(JournalEntry entry)
    {
        using var open = Open(entry.Key);
        open.Write(entry);
    }

    /// <summary>Removes an entry, and what a writer of it that was killed in the act left; one that is absent is removed already.</summary>
    public void Remove(AttachmentKey key)
    {
        Delete(PathOf(key));
        Delete(TemporaryOf(key));
    }

    /// <summary>A network's entries that can be read, and the files that cannot.</summary>
    /// <param name="network">The network; null for all.</param>
    /// <param name="unreadable">The files of that network that hold no entry.</param>
    /// <param name="alone">
    /// Nobody writes there now, so a file whose first record is not whole is one of them: a writer was killed in the act. For others it is a
    /// file that is just being made, and not there yet.
    /// </param>
    /// <exception cref="CniException">Code 5: the folder is there, but only root may look into it.</exception>
    public IReadOnlyList<JournalEntry> List(string? network, out IReadOnlyList<string> unreadable, bool alone = false)
    {
        var entries = new List<JournalEntry>();
        var broken = new List<string>();
        unreadable = broken;
        if (!HasFolder())
        {
            return entries;
        }

        foreach (var file in Directory.EnumerateFiles(Folder, network is null ? "*" : AttachmentKey.Prefix(network) + "*"))
        {
            if (Path.GetFileName(file).StartsWith(TemporaryPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            if (ReadFile(file, out var torn, out var unbegun) is { } entry)
            {
                if (network is null || entry.Key.Attachment.Network == network)
                {
                    entries.Add(entry);
                }
            }
            else if (torn || (alone && unbegun))
            {
                broken.Add(file);
            }
        }

        return entries;
    }

    /// <summary>How many entries each network has, by the files' names alone; a name that was cut to fit counts under what is left of it.</summary>
    public IReadOnlyDictionary<string, int> CountByNetwork()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        if (Directory.Exists(Folder))
        {
            foreach (var file in Directory.EnumerateFiles(Folder))
            {
                var name = Path.GetFileName(file);
                if (!name.StartsWith(TemporaryPrefix, StringComparison.Ordinal) && name.IndexOfAny(['@', '~']) is var end and > 0)
                {
                    var network = name[..end].Replace("%40", "@", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
                    counts[network] = counts.GetValueOrDefault(network) + 1;
                }
            }
        }

        return counts;
    }

    /// <summary>Removes files that no entry can be read from, and what writers killed in the act left.</summary>
    /// <param name="network">The network whose turn is the caller's alone: nobody writes there now.</param>
    /// <param name="unreadable">The files without an entry.</param>
    public void RemoveLitter(string network, IReadOnlyList<string> unreadable)
    {
        foreach (var file in unreadable)
        {
            log.Warn($"journal file {file} cannot be read and is removed");
            Delete(file);
        }

        if (!Directory.Exists(Folder))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(Folder, TemporaryPrefix + "*"))
        {
            var own = Path.GetFileName(file.AsSpan())[TemporaryPrefix.Length..].StartsWith(AttachmentKey.Prefix(network), StringComparison.Ordinal);
            if (own || options.Time.GetUtcNow() - File.GetLastWriteTimeUtc(file) > s_temporaryAge)
            {
                Delete(file);
            }
        }
    }

    /// <summary>Nothing attached and nothing to be seen are two things, which Directory.Exists does not tell apart.</summary>
    private bool HasFolder()
    {
        try
        {
            return File.GetAttributes(Folder).HasFlag(FileAttributes.Directory);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CniException(CniErrorCode.IoFailure, $"the journal in {Folder} cannot be read: permission denied; run cnichain as root", null, e);
        }
    }

    private void MakeFolder()
    {
        PrepareStateDirectory();
        Directory.CreateDirectory(Folder, FolderMode);
    }

    private string PathOf(AttachmentKey key) => Path.Combine(Folder, key.FileName);

    // One operation at a time is on an attachment, so the name can be its own, and whoever comes next knows it.
    private string TemporaryOf(AttachmentKey key) => Path.Combine(Folder, TemporaryPrefix + key.FileName);

    private JournalEntry? ReadFile(string path, out bool torn, out bool unbegun)
    {
        (torn, unbegun) = (false, false);
        try
        {
            if (ExistingFile.Read(path, MaxLength) is not { } content)
            {
                return null;
            }

            var entry = JournalReader.Read(content, out unbegun);
            torn = entry is null && !unbegun;
            return entry;
        }
        catch (IOException e)
        {
            log.Warn($"journal file {path} cannot be read: {e.Message}");
            torn = true;
            return null;
        }
    }

    private void Delete(string path)
    {
        try
        {
            RecordFile.Remove(path);
        }
        catch (IOException e)
        {
            log.Warn($"journal file {path} cannot be removed: {e.Message}");
        }
    }
}
