using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Host;

/// <summary>The process's own stdin, stdout and stderr, without the start-up cost of System.Console.</summary>
internal static class StandardStreams
{
    private const int StdinFd = 0;
    private const int StdoutFd = 1;
    private const int StderrFd = 2;

    /// <summary>Stdin. Reading it fails with an IOException when the caller gave none.</summary>
    public static Stream OpenStdin() => Open(StdinFd, FileAccess.Read, owned: false) ?? throw new IOException("stdin is not open");

    /// <summary>Stderr; swallows everything when the caller gave none.</summary>
    public static Stream OpenStderr() => Open(StderrFd, FileAccess.Write, owned: false) ?? Stream.Null;

    /// <summary>
    /// Takes stdout away from everybody else: what a plugin prints, by Console or by write(2), goes to stderr from now on, because
    /// stdout belongs to the one JSON document.
    /// </summary>
    public static Stream ClaimStdout()
    {
        var own = LibC.fcntl(StdoutFd, LibC.F_DUPFD_CLOEXEC, StderrFd + 1);
        if (own < 0)
        {
            return Stream.Null;
        }

        _ = LibC.dup2(StderrFd, StdoutFd);
        return Open(own, FileAccess.Write, owned: true) ?? Stream.Null;
    }

    private static FileStream? Open(int fd, FileAccess access, bool owned)
    {
        try
        {
            return new FileStream(new SafeFileHandle(fd, owned), access, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // Closed, or opened in the other direction: there is nobody at the other end.
            return null;
        }
    }
}
