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
                throw new CniException(
                    CniErrorCode.InvalidNetworkConfig,
                    $"\"{what}\": {path}: {Marshal.GetPInvokeErrorMessage(LibC.errno)}");
            }
        }

        if (Explain((uint)info.st_uid, (uint)info.st_gid, (uint)info.st_mode, (uint)LibC.geteuid()) is { } problem)
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"\"{what}\": {path} {problem}, so it is not used; make it root's own: chown root:root and chmod go-w");
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
}
