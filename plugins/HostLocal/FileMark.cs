using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CniChain.Plugins.HostLocal;

/// <summary>A note beside a file's content, in the extended attribute "user.cnichain.boot" (xattr(7)).</summary>
/// <remarks>The content and the name are the reference plugin's format; this is the place that it neither reads nor minds.</remarks>
internal static unsafe partial class FileMark
{
    private const string Name = "user.cnichain.boot";
    private const int Longest = 64;

    /// <summary>Sets the mark. A file system that has no room for it keeps the file without: its age is then judged by its time.</summary>
    public static void Set(SafeFileHandle file, string mark)
    {
        var bytes = Encoding.ASCII.GetBytes(mark);
        fixed (byte* value = bytes)
        {
            _ = FSetXAttr(file, Name, value, (nuint)bytes.Length, 0);
        }
    }

    /// <summary>The mark; null when there is none.</summary>
    public static string? Get(SafeFileHandle file)
    {
        var value = stackalloc byte[Longest];
        var length = FGetXAttr(file, Name, value, Longest);
        return length > 0 ? Encoding.ASCII.GetString(value, (int)length) : null;
    }

    // int fsetxattr(int fd, const char *name, const void *value, size_t size, int flags);   sys/xattr.h
    [LibraryImport("libc", EntryPoint = "fsetxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FSetXAttr(SafeFileHandle file, string name, byte* value, nuint size, int flags);

    // ssize_t fgetxattr(int fd, const char *name, void *value, size_t size);   sys/xattr.h
    [LibraryImport("libc", EntryPoint = "fgetxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint FGetXAttr(SafeFileHandle file, string name, byte* value, nuint size);
}
