using System.Text;
using Tmds.Linux;

namespace CniChain.Host;

/// <summary>Regular files, which <see cref="File.Exists"/> does not tell from pipes, sockets and devices.</summary>
internal static class RegularFile
{
    private const uint TypeMask = 0xF000; // S_IFMT
    private const uint Regular = 0x8000; // S_IFREG

    /// <summary>Whether there is one at a path. Links are followed.</summary>
    public static unsafe bool Exists(string path)
    {
        stat info;
        fixed (byte* native = Encoding.UTF8.GetBytes(path + '\0'))
        {
            return LibC.stat(native, &info) == 0 && Is((uint)info.st_mode);
        }
    }

    /// <summary>Whether a mode (stat.st_mode) is that of one.</summary>
    public static bool Is(uint mode) => (mode & TypeMask) == Regular;
}
