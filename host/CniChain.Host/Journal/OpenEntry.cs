namespace CniChain.Host;

/// <summary>
/// The entry of an attachment while one operation writes it: the file is made with the first record, and kept open for the changes that
/// follow.
/// </summary>
/// <remarks>
/// A node whose /run is full or read-only keeps its networking: a failure is a warning, the entry stays as it was, and only what the
/// journal is for, the undo after a crash, is lost.
/// </remarks>
internal sealed class OpenEntry(string path, string temporary, Action makeFolder, ICniLog log) : IDisposable
{
    private RecordFile? _file;
    private JournalEntry? _written;

    /// <summary>Writes the entry as it is now.</summary>
    public void Write(JournalEntry entry)
    {
        try
        {
            if (_file is null)
            {
                _file = Create(JournalWriter.Entry(entry).Span);
            }
            else
            {
                _file.Append(JournalWriter.Change(_written!, entry).Span);
            }

            _written = entry;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warn($"the journal of {entry.Key.Attachment} cannot be written: {e.Message}");
        }
    }

    public void Dispose() => _file?.Dispose();

    private RecordFile Create(ReadOnlySpan<byte> record)
    {
        if (RecordFile.TryCreate(path, temporary, record) is { } file)
        {
            return file;
        }

        // The first entry since the node started.
        makeFolder();
        return RecordFile.TryCreate(path, temporary, record) ?? throw new DirectoryNotFoundException($"{Path.GetDirectoryName(path)} was removed again");
    }
}
