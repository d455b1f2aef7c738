using System.Net;
using System.Text;
using CniChain.Linux;
using Microsoft.Win32.SafeHandles;

namespace CniChain.Plugins.HostLocal;

/// <summary>
/// The folder of one network's leases, in the reference plugin's format: a file an address, named by it, holding its owner;
/// last_reserved_ip.N for round robin; "lock", held by flock(2) while anything is done.
/// </summary>
/// <remarks>Everything but <see cref="Open"/> wants the lock to be held; an instance is the proof that it is.</remarks>
internal sealed class LeaseDirectory : IDisposable
{
    private const string LockName = "lock";
    private const string LastReservedPrefix = "last_reserved_ip.";
    private const UnixFileMode LeaseMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = LeaseMode | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // Nobody holds the lock for longer than a few file operations; who does, hangs, and the runtime's own limit is far away.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly FileLock _lock;

    private LeaseDirectory(string path, FileLock held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    /// <summary>Makes the folder where it is absent and takes its lock.</summary>
    /// <exception cref="CniException">Code 5 when the folder cannot be used, 7 when others may write to it, 11 when the lock stays held.</exception>
    public static LeaseDirectory Open(string path, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(path, FolderMode);
            RefuseOthersFolder(path);
            return new LeaseDirectory(path, FileLock.Acquire(System.IO.Path.Combine(path, LockName), s_patience, cancellationToken));
        }
        catch (TimeoutException e)
        {
            throw new CniException(CniErrorCode.TryAgainLater, $"host-local: another process has held {path}/{LockName} for {s_patience.TotalSeconds} s", null, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CniException(CniErrorCode.IoFailure, $"host-local: the lease folder {path} cannot be used: {e.Message}", null, e);
        }
    }

    /// <summary>Takes the lock of a folder that is there.</summary>
    /// <returns>Null when it is not: then there is no lease.</returns>
    public static LeaseDirectory? OpenExisting(string path, CancellationToken cancellationToken) =>
        Directory.Exists(path) ? Open(path, cancellationToken) : null;

    /// <summary>Creates a lease.</summary>
    /// <returns>False when the address has one already.</returns>
    public bool TryCreate(IPAddress address, LeaseOwner owner)
    {
        var file = FileOf(address);
        if (Create(file) is not { } handle)
        {
            return false;
        }

        using (handle)
        {
            try
            {
                File.SetUnixFileMode(handle, LeaseMode);
                RandomAccess.Write(handle, Encoding.UTF8.GetBytes(owner.Content), 0);
                return true;
            }
            catch (IOException e)
            {
                File.Delete(file);
                throw new CniException(CniErrorCode.IoFailure, $"host-local: the lease {file} cannot be written: {e.Message}", null, e);
            }
        }
    }

    /// <summary>Who holds an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="owner">The owner; null when the file names none.</param>
    /// <returns>Whether there is a lease file.</returns>
    public bool TryRead(IPAddress address, out LeaseOwner? owner)
    {
        owner = null;
        try
        {
            owner = LeaseOwner.Parse(File.ReadAllText(FileOf(address)));
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    public void Remove(IPAddress address) => File.Delete(FileOf(address));

    /// <summary>When a lease was written.</summary>
    public DateTime WrittenAt(IPAddress address) => File.GetLastWriteTimeUtc(FileOf(address));

    /// <summary>The addresses that have a lease. The lock, the round robin's files and anything else that is no address are left out.</summary>
    public IEnumerable<IPAddress> Addresses()
    {
        foreach (var file in Directory.EnumerateFiles(Path))
        {
            if (IpPrefix.TryParseAddress(System.IO.Path.GetFileName(file), out var address))
            {
                yield return address;
            }
        }
    }

    public IPAddress? ReadLast(int set)
    {
        try
        {
            return IpPrefix.TryParseAddress(File.ReadAllText(LastFile(set)).Trim(), out var address) ? address : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public void WriteLast(int set, IPAddress address)
    {
        using var handle = File.OpenHandle(LastFile(set), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(handle, Encoding.ASCII.GetBytes(address.ToString()), 0);
    }

    public void Dispose() => _lock.Dispose();

    private static SafeFileHandle? Create(string file)
    {
        try
        {
            return File.OpenHandle(file, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CniException(CniErrorCode.IoFailure, $"host-local: the lease {file} cannot be created: {e.Message}", null, e);
        }
    }

    private static void RefuseOthersFolder(string path)
    {
        if ((File.GetUnixFileMode(path) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0)
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"host-local: others than its owner may write to the lease folder {path}; take that away (chmod go-w), or name another dataDir");
        }
    }

    private string FileOf(IPAddress address) => System.IO.Path.Combine(Path, address.ToString());

    private string LastFile(int set) =>
        System.IO.Path.Combine(Path, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{LastReservedPrefix}{set}"));
}
