using System.Runtime.InteropServices;
using System.Text;
using Tmds.Linux;

namespace CniChain.Host;

/// <summary>
/// Whether only root (or the user this process runs as) can change a file. What the host loads runs as root, so a file that
/// others can write to would hand them the node.
/// </summary>
internal static class FileTrust
{
    private const uint GroupWrite = 0x10;
    private const uint OthersWrite = 0x2;
    private const uint Sticky = 0x200;
    private const uint FormatMask = 0xF000;
    private const uint SymbolicLink = 0xA000;

    // As the kernel's own limit (MAXSYMLINKS).
    private const int MaxLinks = 40;

    /// <summary>Refuses a file or folder that somebody else can write to. Links are followed.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="what">What names it, for the message.</param>
    /// <exception cref="CniException">Code 7: absent, or not safe.</exception>
    public static unsafe void Require(string path, string what)
    {
        stat info;
        fixed (byte* native = Encoding.UTF8.GetBytes(path + '\0'))
        {
            if (LibC.stat(native, &info) < 0)
            {
                throw Absent(path, what);
            }
        }

        Check(path, what, (uint)info.st_uid, (uint)info.st_gid, (uint)info.st_mode);
    }

    /// <summary>
    /// The same for a file or folder and every folder it is reached through, up to /: who can rename one of them can put another
    /// in its place. A folder on the way that everybody may write to is good when it is sticky, as /tmp is: others' entries stay.
    /// </summary>
    /// <param name="path">The file or folder, absolute.</param>
    /// <param name="what">What names it, for the message.</param>
    /// <exception cref="CniException">Code 7: absent, or not safe.</exception>
    public static void RequireReachedThroughRoot(string path, string what) => Walk(System.IO.Path.GetFullPath(path), what, 0);

    /// <summary>The same for the files of a folder that was looked at, and for the folders below it that they lie in.</summary>
    /// <param name="files">The files, absolute.</param>
    /// <param name="what">What names them, for the message.</param>
    /// <exception cref="CniException">Code 7: absent, or not safe.</exception>
    public static void RequireAll(IEnumerable<string> files, string what)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (new FileInfo(file).LinkTarget is not null)
            {
                RequireReachedThroughRoot(file, what);
                continue;
            }

            Require(file, what);
            if (folders.Add(System.IO.Path.GetDirectoryName(file)!))
            {
                Require(System.IO.Path.GetDirectoryName(file)!, what);
            }
        }
    }

    internal static string? Explain(uint owner, uint group, uint mode, uint self)
    {
        if (owner != 0 && owner != self)
        {
            return $"belongs to user {owner}";
        }

        if ((mode & OthersWrite) != 0)
        {
            return "can be written by everybody";
        }

        return (mode & GroupWrite) != 0 && group != 0 ? $"can be written by group {group}" : null;
    }

    private static void Walk(string path, string what, int links)
    {
        for (var next = 1; next <= path.Length;)
        {
            // "/", then each folder on the way, then the path itself.
            var slash = path.IndexOf('/', next - 1);
            var end = slash < 0 ? path.Length : slash;
            var part = end == 0 ? "/" : path[..end];
            next = end + 2;
            var (owner, group, mode) = Look(part, what);
            if ((mode & FormatMask) == SymbolicLink)
            {
                // Everybody "may write" to a link; whose it is, and where it leads, is what counts.
                Check(part, what, owner, group, 0);
                var target = new FileInfo(part).LinkTarget ?? throw Absent(part, what);
                if (links == MaxLinks)
                {
                    throw new CniException(CniErrorCode.InvalidNetworkConfig, $"\"{what}\": {path} leads through too many links");
                }

                var real = System.IO.Path.GetFullPath(target, System.IO.Path.GetDirectoryName(part)!);
                Walk(real + path[end..], what, links + 1);
                return;
            }

            var stays = end < path.Length && (mode & Sticky) != 0;
            Check(part, what, owner, group, stays ? mode & ~(OthersWrite | GroupWrite) : mode);
        }
    }

    private static unsafe (uint Owner, uint Group, uint Mode) Look(string path, string what)
    {
        stat info;
        fixed (byte* native = Encoding.UTF8.GetBytes(path + '\0'))
        {
            return LibC.lstat(native, &info) < 0
                ? throw Absent(path, what)
                : ((uint)info.st_uid, (uint)info.st_gid, (uint)info.st_mode);
        }
    }

    private static void Check(string path, string what, uint owner, uint group, uint mode)
    {
        if (Explain(owner, group, mode, (uint)LibC.geteuid()) is { } problem)
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"\"{what}\": {path} {problem}, so it is not used; make it root's own: chown root:root and chmod go-w");
        }
    }

    private static CniException Absent(string path, string what) =>
        new(CniErrorCode.InvalidNetworkConfig, $"\"{what}\": {path}: {Marshal.GetPInvokeErrorMessage(LibC.errno)}");
}
