using CniChain.Linux;

namespace CniChain.Plugins.HostLocal;

/// <summary>Opens a network's lease folder, and holds its "lock" by flock(2) while anything is done, as the reference plugin does.</summary>
internal sealed class LockedLeases : IDisposable
{
    private const string LockName = "lock";
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // Nobody holds the lock for longer than a few file operations; who does, hangs, and the runtime's own limit is far away.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly FileLock _lock;

    private LockedLeases(LeaseFolder folder, FileLock held)
    {
        Folder = folder;
        _lock = held;
    }

    public LeaseFolder Folder { get; }

    /// <summary>For handing out: makes the folder where it is absent, and refuses one that others may write to.</summary>
    /// <exception cref="CniException">Code 7: not the administrator's own. Code 11: the lock stays held.</exception>
    /// <exception cref="LinuxException">The folder cannot be used.</exception>
    public static LockedLeases Open(HostLocalConfig config, CancellationToken cancellationToken)
    {
        RefuseForeignLink(config.DataDir);
        var files = OpenFolder.TryOpen(config.LeaseFolder) ?? Make(config.LeaseFolder);
        if (files.ExplainDistrust() is { } reason)
        {
            files.Dispose();
            throw new CniException(CniErrorCode.InvalidNetworkConfig, $"host-local: {reason}, or name another dataDir");
        }

        return Lock(files, cancellationToken);
    }

    /// <summary>For releasing and checking: a folder others may write to is reported in the log, and the work is done.</summary>
    /// <returns>Null when there is no folder: then there is no lease.</returns>
    /// <exception cref="CniException">Code 11: the lock stays held.</exception>
    /// <exception cref="LinuxException">The folder is there and cannot be used.</exception>
    public static LockedLeases? OpenExisting(HostLocalConfig config, ICniLog log, CancellationToken cancellationToken)
    {
        RefuseForeignLink(config.DataDir);
        if (OpenFolder.TryOpen(config.LeaseFolder) is not { } files)
        {
            return null;
        }

        if (files.ExplainDistrust() is { } reason)
        {
            log.Warn($"host-local: {reason}");
        }

        return Lock(files, cancellationToken);
    }

    public void Dispose()
    {
        Folder.Dispose();
        _lock.Dispose();
    }

    /// <summary>Refuses to go through a link that somebody else made, as in a folder everybody may write to.</summary>
    public static void RefuseForeignLink(string dataDir)
    {
        if (FolderTrust.IsForeignLink(dataDir))
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"host-local: \"ipam.dataDir\" is \"{dataDir}\", a symbolic link of a user other than root; name a folder that only root may change");
        }
    }

    private static LockedLeases Lock(OpenFolder files, CancellationToken cancellationToken)
    {
        try
        {
            var held = FileLock.Acquire(Path.Combine(files.Path, LockName), s_patience, cancellationToken);
            return new LockedLeases(new LeaseFolder(files, Boot.Current), held);
        }
        catch (TimeoutException e)
        {
            files.Dispose();
            throw new CniException(CniErrorCode.TryAgainLater, $"host-local: {e.Message}", null, e);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    private static OpenFolder Make(string path)
    {
        MakeFolder(path);
        return OpenFolder.TryOpen(path) ?? throw new CniException(
            CniErrorCode.TryAgainLater, $"host-local: the lease folder {path} was removed while it was being opened");
    }

    /// <summary>Every folder on the way gets 0755, whatever the umask would let through.</summary>
    private static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
        {
            MakeFolder(parent);
        }

        try
        {
            Directory.CreateDirectory(path, FolderMode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CniException(
                CniErrorCode.IoFailure, $"host-local: the lease folder cannot be made: {e.Message}; name a folder that can be written to in \"ipam.dataDir\"", null, e);
        }
    }
}
