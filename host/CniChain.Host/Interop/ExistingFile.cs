using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Host;

/// <summary>Reads a file that is most often not there, which to <see cref="File"/> is an exception: 20 us an ADD.</summary>
internal static unsafe class ExistingFile
{
    /// <summary>Reads all of it.</summary>
    /// <returns>The content; null when there is no such file, or no such folder.</returns>
    /// <exception cref="IOException">It is there, and cannot be opened or read.</exception>
    public static byte[]? Read(string path)
    {
        using var file = Open(path);
        if (file is null)
        {
            return null;
        }

        var content = new byte[RandomAccess.GetLength(file)];
        var have = 0;
        while (have < content.Length && RandomAccess.Read(file, content.AsSpan(have), have) is var count and > 0)
        {
            have += count;
        }

        return have == content.Length ? content : content[..have];
    }

    private static SafeFileHandle? Open(string path)
    {
        fixed (byte* native = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var fd = LibC.open(native, LibC.O_RDONLY | LibC.O_CLOEXEC, default);
            return fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true)
                : LibC.errno == LibC.ENOENT || LibC.errno == LibC.ENOTDIR ? null
                : throw new IOException(Marshal.GetPInvokeErrorMessage(LibC.errno));
        }
    }
}
