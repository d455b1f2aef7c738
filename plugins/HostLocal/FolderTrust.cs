using System.Globalization;
using CniChain.Linux;
using Tmds.Linux;

namespace CniChain.Plugins.HostLocal;

/// <summary>Who may put files into a folder. Who can do so in the lease folder can exhaust the pool or free an address in use.</summary>
internal static unsafe class FolderTrust
{
    private const uint GroupWrite = 0b000_010_000;
    private const uint OtherWrite = 0b000_000_010;
    private const uint TypeMask = 0xF000;
    private const uint Link = 0xA000;

    /// <summary>Why a folder is not the administrator's alone.</summary>
    /// <returns>A sentence with what to do; null when it is. Writing by the group root is what umask 002 gives, and harms nobody.</returns>
    public static string? Explain(string path, stat facts)
    {
        var mode = (uint)facts.st_mode;
        if (!IsOurs((uint)facts.st_uid))
        {
            return string.Create(CultureInfo.InvariantCulture, $"the lease folder {path} belongs to user {(uint)facts.st_uid}; give it to root (chown root {path})");
        }

        return (mode & OtherWrite) != 0 || ((mode & GroupWrite) != 0 && (uint)facts.st_gid != 0)
            ? $"others than its owner may write to the lease folder {path}; take that away (chmod go-w {path})"
            : null;
    }

    /// <summary>Whether a path is a symbolic link that somebody else than the administrator made.</summary>
    /// <remarks>As fs.protected_symlinks judges: an administrator may well have put the data elsewhere by a link.</remarks>
    public static bool IsForeignLink(string path)
    {
        stat facts;
        fixed (byte* native = OpenFolder.Native(path))
        {
            if (LibC.lstat(native, &facts) < 0)
            {
                return LibC.errno is var errno && errno != LibC.ENOENT ? throw new LinuxException($"look at {path}", errno) : false;
            }
        }

        return ((uint)facts.st_mode & TypeMask) == Link && !IsOurs((uint)facts.st_uid);
    }

    private static bool IsOurs(uint uid) => uid == 0 || uid == (uint)LibC.geteuid();
}
