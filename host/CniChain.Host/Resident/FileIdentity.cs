using System.Text;
using Tmds.Linux;

namespace CniChain.Host.Resident;

/// <summary>Which file a path leads to, whatever its name.</summary>
internal static unsafe class FileIdentity
{
    /// <summary>Device and inode (stat(2)); null when there is no such file.</summary>
    public static (ulong Device, ulong Inode)? Of(string path)
    {
        stat info;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            return LibC.stat(name, &info) == 0 ? ((ulong)info.st_dev, (ulong)info.st_ino) : null;
        }
    }
}
