using System.Runtime.InteropServices;
using System.Text;
using Tmds.Linux;

namespace CniChain.Host;

/// <summary>Puts a small file in another's place by four system calls, where FileStream and File.Move take six and a buffer.</summary>
internal static unsafe partial class NewFile
{
    private const ushort OwnerOnly = 0x180; // 0600

    /// <summary>Writes a file under a temporary name and gives it its own.</summary>
    /// <param name="temporary">The temporary name, in the same folder. What has it already is written over.</param>
    /// <param name="path">The name; who has it already is replaced.</param>
    /// <param name="content">All of it.</param>
    /// <returns>False when the folder does not exist.</returns>
    /// <exception cref="IOException">It could not be written or named. There may be something of it under the temporary name.</exception>
    public static bool TryPut(string temporary, string path, ReadOnlySpan<byte> content)
    {
        fixed (byte* from = Native(temporary), to = Native(path))
        {
            var fd = LibC.open(from, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_TRUNC | LibC.O_NOFOLLOW | LibC.O_CLOEXEC, OwnerOnly);
            if (fd < 0)
            {
                return LibC.errno == LibC.ENOENT ? false : throw Failure();
            }

            // What close says of a file in memory or on a disk is of no use to anybody.
            var problem = Write(fd, content);
            _ = LibC.close(fd);
            return problem is null && rename(from, to) == 0 ? true : throw problem ?? Failure();
        }
    }

    private static IOException? Write(int fd, ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            long written;
            fixed (byte* bytes = content)
            {
                written = (long)LibC.write(fd, bytes, content.Length);
            }

            if (written < 0 && LibC.errno != LibC.EINTR)
            {
                return Failure();
            }

            content = content[(int)Math.Max(written, 0)..];
        }

        return null;
    }

    private static byte[] Native(string path) => Encoding.UTF8.GetBytes(path + '\0');

    // int rename(const char *old, const char *new); Tmds.LibC lacks it.
    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial int rename(byte* from, byte* to);

    private static IOException Failure() => new(Marshal.GetPInvokeErrorMessage(LibC.errno));
}
