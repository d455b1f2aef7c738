using Tmds.Linux;

namespace CniChain.Shim;

/// <summary>Writing without System.Console, whose encodings, locks and terminal handling cost more than all the rest of this program.</summary>
internal static unsafe class StandardOutput
{
    /// <summary>Writes to stdout.</summary>
    /// <param name="text">What.</param>
    /// <returns>The exit status: 0, or 1 when it could not be written whole.</returns>
    public static int Write(ReadOnlySpan<byte> text) => WriteAll(1, text) ? 0 : 1;

    /// <summary>Writes to stderr. Nobody can be told when that fails.</summary>
    /// <param name="text">What.</param>
    public static void WriteError(ReadOnlySpan<byte> text) => _ = WriteAll(2, text);

    private static bool WriteAll(int fd, ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
        {
            var done = 0;
            while (done < text.Length)
            {
                var wrote = (long)LibC.write(fd, start + done, text.Length - done);
                if (wrote < 0 && LibC.errno != LibC.EINTR)
                {
                    return false;
                }

                done += (int)Math.Max(wrote, 0);
            }
        }

        return true;
    }
}
