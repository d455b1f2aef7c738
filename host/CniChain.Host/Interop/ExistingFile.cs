using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Host;

/// <summary>
/// Reads a small file that only root (or the user this process runs as) can write, and that is most often not there, which to
/// <see cref="File"/> is an exception: 20 us an ADD.
/// </summary>
internal static unsafe class ExistingFile
{
    /// <summary>Reads all of it.</summary>
    /// <param name="path">The file. A symbolic link is an error.</param>
    /// <param name="maxLength">How many bytes it may have at most.</param>
    /// <returns>The content; null when there is no such file, or no such folder.</returns>
    /// <exception cref="IOException">It is there, and cannot be opened or read, is no regular file, too long, or others can write to it.</exception>
    public static byte[]? Read(string path, int maxLength)
    {
        using var file = Open(path);
        if (file is null)
        {
            return null;
        }

        var content = new byte[CheckedLength(file, maxLength)];
        var have = 0;
        while (have < content.Length)
        {
            long count;
            fixed (byte* free = content.AsSpan(have))
            {
                count = (long)LibC.read((int)file.DangerousGetHandle(), free, content.Length - have);
            }

            if (count < 0)
            {
                throw Failure();
            }

            if (count == 0)
            {
                return content[..have];
            }

            have += (int)count;
        }

        return content;
    }

    private static SafeFileHandle? Open(string path)
    {
        fixed (byte* native = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var fd = LibC.open(native, LibC.O_RDONLY | LibC.O_NONBLOCK | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, default);
            return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true)
                : LibC.errno == LibC.ENOENT || LibC.errno == LibC.ENOTDIR ? null
                : throw Failure();
        }
    }

    private static int CheckedLength(SafeFileHandle file, int maxLength)
    {
        stat info;
        if (LibC.fstat((int)file.DangerousGetHandle(), &info) < 0)
        {
            throw Failure();
        }

        var mode = (uint)info.st_mode;
        var problem = !RegularFile.Is(mode) ? "it is no regular file"
            : FileTrust.Explain((uint)info.st_uid, (uint)info.st_gid, mode, (uint)LibC.geteuid()) is { } distrusted ? $"it {distrusted}"
            : (long)info.st_size > maxLength ? $"it is longer than {maxLength} bytes"
            : null;
        return problem is null ? (int)info.st_size : throw new IOException(problem);
    }

    private static IOException Failure() => new(Marshal.GetPInvokeErrorMessage(LibC.errno));
}
