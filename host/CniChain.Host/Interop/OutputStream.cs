using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Host;

/// <summary>Writes to a descriptor at its own position.</summary>
/// <remarks>
/// Not a FileStream: that one keeps a position of its own and writes a regular file there (pwrite), over what others who share the
/// descriptor have written since, as in <c>cnichain ... >>log 2>&amp;1</c> or with a runtime whose plugins' stderr is a log file.
/// </remarks>
internal sealed class OutputStream(SafeFileHandle handle) : WriteOnlyStream
{
    /// <exception cref="IOException">The other end is gone, or the disk full; its HResult is the errno.</exception>
    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        var fd = (int)handle.DangerousGetHandle();
        fixed (byte* start = buffer)
        {
            for (var done = 0; done < buffer.Length;)
            {
                var wrote = (long)LibC.write(fd, start + done, buffer.Length - done);
                if (wrote < 0 && LibC.errno == LibC.EAGAIN)
                {
                    WaitUntilWritable(fd);
                }
                else if (wrote < 0 && LibC.errno != LibC.EINTR)
                {
                    throw new IOException($"write: {Marshal.GetPInvokeErrorMessage(LibC.errno)}", LibC.errno);
                }

                done += (int)Math.Max(wrote, 0);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            handle.Dispose();
        }

        base.Dispose(disposing);
    }

    // The caller's end of a pipe may be set to non-blocking, which both ends of a shared descriptor feel.
    private static unsafe void WaitUntilWritable(int fd)
    {
        var wait = new pollfd { fd = fd, events = LibC.POLLOUT };
        _ = LibC.poll(&wait, 1, -1);
    }
}
