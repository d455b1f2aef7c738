using Tmds.Linux;

namespace CniChain.Shim;

/// <summary>Stdin, stdout and stderr of a caller that has closed some of them.</summary>
internal static unsafe class StandardDescriptors
{
    /// <summary>
    /// Fills the gaps. The next program's first open file would take the place of a closed stdin, and .NET's own is a pipe: the
    /// configuration would be waited for there until the runtime kills the process. /dev/null, opened the wrong way around, fails at once.
    /// </summary>
    public static void Fill()
    {
        for (var fd = 0; fd <= 2; fd++)
        {
            if (LibC.fcntl(fd, LibC.F_GETFD) >= 0)
            {
                continue;
            }

            fixed (byte* path = "/dev/null\0"u8)
            {
                // The lowest free number, which is this one.
                _ = LibC.open(path, fd == 0 ? LibC.O_WRONLY : LibC.O_RDONLY);
            }
        }
    }
}
