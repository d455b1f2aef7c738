using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Host;

/// <summary>Lines at the end of a file, which is set aside as FILE.1 when it has grown to 10 MiB.</summary>
/// <remarks>
/// Opened anew for every line: a few microseconds, and logrotate, or a host of the next release, may move the file at any time. One
/// write(2) with O_APPEND a line, so that lines of several processes do not mix.
/// </remarks>
internal sealed class FileOperationLog : IOperationLog
{
    private const ushort OwnerWritesGroupReads = 0b110_100_000;
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly byte[] _nativePath;
    private readonly long _maxLength;

    private FileOperationLog(string path, long maxLength)
    {
        _path = path;
        _nativePath = Encoding.UTF8.GetBytes(path + '\0');
        _maxLength = maxLength;
    }

    /// <summary>Opens one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxLength">Bytes from which on it is set aside.</param>
    /// <exception cref="CniException">Code 7: the folder is absent, or others may write to it.</exception>
    /// <exception cref="IOException">The file cannot be written, or is a symbolic link.</exception>
    public static FileOperationLog Open(string path, long maxLength = 10 << 20)
    {
        FileTrust.Require(Path.GetDirectoryName(path) ?? "/", LogDestination.Variable);
        var log = new FileOperationLog(path, maxLength);
        log.OpenFile().Dispose();
        return log;
    }

    public void Write(in OperationOutcome operation)
    {
        var line = Encoding.UTF8.GetBytes(LogLine.Of(operation) + "\n");
        lock (_gate)
        {
            try
            {
                long length;
                using (var file = OpenFile())
                {
                    Append(file, line);
                    length = RandomAccess.GetLength(file);
                }

                if (length >= _maxLength)
                {
                    File.Move(_path, _path + ".1", overwrite: true);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A full disk, say: the container gets its network all the same.
            }
        }
    }

    private static unsafe void Append(SafeFileHandle file, byte[] line)
    {
        fixed (byte* start = line)
        {
            if (LibC.write((int)file.DangerousGetHandle(), start, line.Length) < 0)
            {
                throw new IOException($"write: {Marshal.GetPInvokeErrorMessage(LibC.errno)}");
            }
        }
    }

    private unsafe SafeFileHandle OpenFile()
    {
        fixed (byte* native = _nativePath)
        {
            var fd = LibC.open(
                native, LibC.O_WRONLY | LibC.O_APPEND | LibC.O_CREAT | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, OwnerWritesGroupReads);
            return fd >= 0
                ? new SafeFileHandle(fd, ownsHandle: true)
                : throw new IOException($"open {_path}: {Marshal.GetPInvokeErrorMessage(LibC.errno)}");
        }
    }
}
