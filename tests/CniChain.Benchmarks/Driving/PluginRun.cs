using System.Runtime.InteropServices;
using System.Text;
using Tmds.Linux;

namespace CniChain.Benchmarks.Driving;

/// <summary>One plugin process: started, given its stdin, read to the end, waited for.</summary>
/// <param name="ExitCode">Its exit status; 128 and the signal when one ended it.</param>
/// <param name="Output">stdout.</param>
/// <param name="Error">stderr.</param>
/// <param name="CpuMilliseconds">Processor time of it and of the children it waited for.</param>
internal sealed unsafe partial record PluginRun(int ExitCode, byte[] Output, byte[] Error, double CpuMilliseconds)
{
    /// <summary>Runs a program to its end.</summary>
    public static PluginRun Of(string program, IReadOnlyCollection<string> environment, ReadOnlySpan<byte> input)
    {
        var (inputRead, inputWrite) = Pipe();
        var (outputRead, outputWrite) = Pipe();
        var (errorRead, errorWrite) = Pipe();
        int pid;
        using (var arguments = new StringBlock([program]))
        using (var variables = new StringBlock(environment))
        {
            pid = NativeSpawn.Start(arguments.Pointer[0], arguments.Pointer, variables.Pointer, inputRead, outputWrite, errorWrite);
        }

        Close(inputRead, outputWrite, errorWrite);
        Write(inputWrite, input);
        Close(inputWrite);
        // Every plugin reads all of its input before it writes, and says less on stderr than a pipe holds.
        var output = ReadToEnd(outputRead);
        var error = ReadToEnd(errorRead);
        Close(outputRead, errorRead);
        int status;
        ResourceUsage usage;
        while (wait4(pid, &status, 0, &usage) < 0 && LibC.errno == LibC.EINTR)
        {
        }

        var exitCode = (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
        return new PluginRun(exitCode, output, error, usage.CpuMilliseconds);
    }

    /// <summary>This, or an exception with what it said when it failed.</summary>
    public PluginRun Checked(string what) => ExitCode == 0 ? this : throw new InvalidOperationException(
        $"{what} exited with {ExitCode}: {Encoding.UTF8.GetString(Output)}{Encoding.UTF8.GetString(Error)}");

    private static (int Read, int Write) Pipe()
    {
        var ends = stackalloc int[2];
        return LibC.pipe2(ends, LibC.O_CLOEXEC) == 0 ? (ends[0], ends[1]) : throw new InvalidOperationException("no more pipes");
    }

    private static void Close(params ReadOnlySpan<int> descriptors)
    {
        foreach (var fd in descriptors)
        {
            _ = LibC.close(fd);
        }
    }

    private static void Write(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            // A plugin that ends without reading is judged by what it prints: EPIPE ends the writing.
            for (var done = 0; done < bytes.Length;)
            {
                var wrote = (long)LibC.write(fd, start + done, bytes.Length - done);
                if (wrote < 0 && LibC.errno != LibC.EINTR)
                {
                    return;
                }

                done += (int)Math.Max(wrote, 0);
            }
        }
    }

    private static byte[] ReadToEnd(int fd)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, length * 2);
            }

            fixed (byte* free = &buffer[length])
            {
                var got = (long)LibC.read(fd, free, buffer.Length - length);
                if (got == 0 || (got < 0 && LibC.errno != LibC.EINTR))
                {
                    return buffer[..length];
                }

                length += (int)Math.Max(got, 0);
            }
        }
    }

    // pid_t wait4(pid_t pid, int *wstatus, int options, struct rusage *rusage);
    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial int wait4(int pid, int* status, int options, ResourceUsage* usage);
}
