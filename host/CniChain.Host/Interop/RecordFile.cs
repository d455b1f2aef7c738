using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Host;

/// <summary>
/// A small file of records, each written behind the last by one system call. It holds whole records after a failed write, too; a writer that
/// is killed in the act may leave a part of one at the end.
/// </summary>
internal sealed unsafe partial class RecordFile : IDisposable
{
    private const ushort OwnerOnly = 0x180; // 0600

    private readonly SafeFileHandle _file;
    private long _length;

    private RecordFile(SafeFileHandle file) => _file = file;

    private int Fd => (int)_file.DangerousGetHandle();

    /// <summary>
    /// Makes a file with its first record. One that has the name already stays as it is until the new one, with that record, takes its place.
    /// </summary>
    /// <param name="path">The name.</param>
    /// <param name="temporary">The name until then, in the same folder. What has it already is written over.</param>
    /// <param name="record">The record.</param>
    /// <returns>The file; null when its folder does not exist.</returns>
    /// <exception cref="IOException">It could not be made, and nothing of it is left.</exception>
    public static RecordFile? TryCreate(string path, string temporary, ReadOnlySpan<byte> record)
    {
        fixed (byte* final = Native(path), other = Native(temporary))
        {
            var made = final;
            var file = Open(made, LibC.O_EXCL);
            if (file is null && LibC.errno == LibC.EEXIST)
            {
                made = other;
                file = Open(made, LibC.O_TRUNC);
            }

            if (file is null)
            {
                return LibC.errno == LibC.ENOENT ? null : throw Failure();
            }

            try
            {
                file.Append(record);
                return made == final || rename(made, final) == 0 ? file : throw Failure();
            }
            catch (IOException)
            {
                file.Dispose();
                _ = LibC.unlink(made);
                throw;
            }
        }
    }

    /// <summary>Removes a file; one that is absent is removed already.</summary>
    /// <exception cref="IOException">It could not be removed.</exception>
    public static void Remove(string path)
    {
        fixed (byte* native = Native(path))
        {
            if (LibC.unlink(native) < 0 && LibC.errno != LibC.ENOENT && LibC.errno != LibC.ENOTDIR)
            {
                throw Failure();
            }
        }
    }

    /// <summary>Writes a record behind the last.</summary>
    /// <exception cref="IOException">It could not be written; the file ends with the last one, as before.</exception>
    public void Append(ReadOnlySpan<byte> record)
    {
        var end = _length;
        while (record.Length > 0)
        {
            long written;
            fixed (byte* bytes = record)
            {
                written = (long)LibC.pwrite(Fd, bytes, record.Length, end);
            }

            if (written < 0 && LibC.errno != LibC.EINTR)
            {
                var failure = Failure();
                _ = LibC.ftruncate(Fd, _length);
                throw failure;
            }

            end += Math.Max(written, 0);
            record = record[(int)Math.Max(written, 0)..];
        }

        _length = end;
    }

    public void Dispose() => _file.Dispose();

    private static RecordFile? Open(byte* path, int how)
    {
        var fd = LibC.open(path, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_NOFOLLOW | LibC.O_CLOEXEC | how, OwnerOnly);
        return fd < 0 ? null : new RecordFile(new SafeFileHandle(fd, ownsHandle: true));
    }

    private static byte[] Native(string path) => Encoding.UTF8.GetBytes(path + '\0');

    // int rename(const char *old, const char *new); Tmds.LibC lacks it.
    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial int rename(byte* from, byte* to);

    private static IOException Failure() => new(Marshal.GetPInvokeErrorMessage(LibC.errno));
}
