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
    public static Stream OpenStdin()
    {
        try
        {
            return new FileStream(new SafeFileHandle(StdinFd, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            throw new IOException("stdin is not open", e);
        }
    }

    /// <summary>Stderr; swallows everything when the caller gave none.</summary>
    public static Stream OpenStderr() =>
        LibC.fcntl(StderrFd, LibC.F_GETFD) < 0 ? Stream.Null : new OutputStream(new SafeFileHandle(StderrFd, ownsHandle: false));

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
        return new OutputStream(new SafeFileHandle(own, ownsHandle: true));
    }

    /// <summary>The size of the terminal on stdout, else on stderr; null when neither is one, or it does not know.</summary>
    public static unsafe (int Columns, int Lines)? TerminalSize()
    {
        winsize size;
        foreach (var fd in (ReadOnlySpan<int>)[StdoutFd, StderrFd])
        {
            if (LibC.ioctl(fd, LibC.TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
            {
                return (size.ws_col, size.ws_row);
            }
        }

        return null;
    }

    /// <summary>Whether a terminal is on stdout, and on stderr.</summary>
    public static (bool Stdout, bool Stderr) AreTerminals() => (LibC.isatty(StdoutFd) == 1, LibC.isatty(StderrFd) == 1);
}
