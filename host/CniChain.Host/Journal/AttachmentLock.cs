using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Host;

/// <summary>
/// Keeps who judges by the journal which attachments are alive (<c>cnichain gc</c>, repair, <c>ps --all</c>) apart from ADD and DEL in other
/// processes: these hold it together, the judge alone. An attachment that comes in between would be nobody's in the judge's eyes.
/// </summary>
/// <remarks>
/// flock(2) on a file beside the journal. A runtime's own GC does without: the runtime sends no ADD meanwhile, and within a host the gate
/// sees to that. Waiting is by looking again, since flock knows no timeout and the judge is rare.
/// </remarks>
internal sealed partial class AttachmentLock : IDisposable
{
    private const string FileName = "attachments.lock";
    private const ushort OwnerOnly = 0x180; // 0600
    private const int LOCK_SH = 1;
    private const int LOCK_EX = 2;
    private const int LOCK_NB = 4;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    private readonly SafeFileHandle _file;

    private AttachmentLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes it together with others: for ADD and DEL.</summary>
    /// <returns>Null where the state's folder is full or read-only: a rare race is better than no network.</returns>
    /// <exception cref="CniException">Code 11: somebody has it alone for a minute.</exception>
    public static ValueTask<AttachmentLock?> ShareAsync(ChainHostOptions options, CancellationToken cancellationToken) =>
        TakeAsync(options, LOCK_SH, "a garbage collection (cnichain gc) goes on for very long; try again", cancellationToken);

    /// <summary>Takes it alone: for who reads the journal and acts by it.</summary>
    /// <returns>Null as in <see cref="ShareAsync"/>.</returns>
    /// <exception cref="CniException">Code 11: containers came and went for a minute without a pause.</exception>
    public static ValueTask<AttachmentLock?> TakeAloneAsync(ChainHostOptions options, CancellationToken cancellationToken) =>
        TakeAsync(options, LOCK_EX, "containers are attached and removed without a pause; try again when the node is quieter", cancellationToken);

    public void Dispose() => _file.Dispose();

    private static async ValueTask<AttachmentLock?> TakeAsync(
        ChainHostOptions options, int operation, string complaint, CancellationToken cancellationToken)
    {
        if (Open(options.StateDirectory) is not { } file)
        {
            return null;
        }

        try
        {
            var started = options.Time.GetTimestamp();
            while (!TryLock(file, operation))
            {
                if (options.Time.GetElapsedTime(started) > s_patience)
                {
                    throw new CniException(CniErrorCode.TryAgainLater, complaint);
                }

                await Task.Delay(s_pause, options.Time, cancellationToken);
            }

            return new AttachmentLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static SafeFileHandle? Open(string stateDirectory)
    {
        var path = Path.Combine(stateDirectory, FileName);
        var file = TryOpen(path);
        if (file is null && LibC.errno == LibC.ENOENT)
        {
            try
            {
                Directory.CreateDirectory(stateDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                file = TryOpen(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The journal says so when it is written.
                return null;
            }
        }

        return file;
    }

    private static unsafe SafeFileHandle? TryOpen(string path)
    {
        fixed (byte* native = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var fd = LibC.open(native, LibC.O_RDONLY | LibC.O_CREAT | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, OwnerOnly);
            return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
        }
    }

    /// <returns>False when others have it in another way. A file system without such locks counts as held.</returns>
    private static bool TryLock(SafeFileHandle file, int operation)
    {
        while (flock((int)file.DangerousGetHandle(), operation | LOCK_NB) < 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            if (errno != LibC.EINTR)
            {
                return errno != LibC.EWOULDBLOCK;
            }
        }

        return true;
    }

    // int flock(int fd, int operation); Tmds.LibC lacks it.
    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial int flock(int fd, int operation);
}
