using System.Diagnostics;
using Tmds.Linux;

namespace CniChain.Host.Resident;

/// <summary>
/// A resident host started from here, by a request that was served in the foreground and left something to keep. cnichain starts its
/// hosts itself; this is for the calls that it has served without one (CNICHAIN_HOST=off, or none could be started).
/// </summary>
internal static class DetachedHost
{
    private const long LogLimit = 1024 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Sees to it that a host runs. Where none can be had the request stands: what it left is taken up by the next host.</summary>
    public static async Task EnsureAsync(ICniLog log)
    {
        var paths = HostPaths.From(Environment.GetEnvironmentVariable);
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            if (await WireClient.AskAsync(paths.Socket, CniChain.Wire.RequestKind.HostStatus, limit.Token) is null)
            {
                await StartAsync(paths, limit.Token);
            }
        }
        catch (Exception e) when (e is IOException or WireFault or OperationCanceledException or System.ComponentModel.Win32Exception
            or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            log.Warn($"no host could be started to keep the leases, so they end when the server says; the next call tries again: {e.Message}");
        }
    }

    /// <summary>In the new process: a session of its own, the log instead of the streams of whoever started it.</summary>
    /// <param name="log">The log's path.</param>
    /// <returns>The descriptor that waits for the byte: what was stdout.</returns>
    public static unsafe int Detach(string log)
    {
        var ready = LibC.fcntl(1, LibC.F_DUPFD_CLOEXEC, 3);
        _ = LibC.setsid();
        fixed (byte* nothing = "/dev/null\0"u8, path = System.Text.Encoding.UTF8.GetBytes(log + '\0'))
        {
            var input = LibC.open(nothing, LibC.O_RDWR | LibC.O_CLOEXEC, default);
            var output = LibC.open(path, LibC.O_WRONLY | LibC.O_APPEND | LibC.O_CREAT | LibC.O_CLOEXEC | LibC.O_NOFOLLOW, 0x180 /* 0600 */);
            output = output < 0 ? input : output;
            _ = LibC.dup2(input, 0);
            _ = LibC.dup2(output, 1);
            _ = LibC.dup2(output, 2);
        }

        return ready;
    }

    private static async Task StartAsync(HostPaths paths, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(paths.Socket)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (new FileInfo(paths.Log) is { Exists: true, Length: > LogLimit })
        {
            File.Move(paths.Log, paths.OlderLog, overwrite: true);
        }

        // Pipes of its own: the runtime waits for the end of this process's stdout and stderr, which a child must not hold open.
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(DetachedHost).Assembly.Location);
        }

        foreach (var word in (string[])["serve", "--detach", paths.Log])
        {
            start.ArgumentList.Add(word);
        }

        foreach (var name in start.Environment.Keys.Where(IsOfTheCall).ToArray())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start) ?? throw new IOException($"{start.FileName} was not started");
        if (await process.StandardOutput.BaseStream.ReadAsync(new byte[1], cancellationToken) == 0)
        {
            throw new IOException($"{start.FileName} ended without listening; see {paths.Log}");
        }
    }

    private static bool IsOfTheCall(string variable) =>
        variable.StartsWith("CNI_", StringComparison.Ordinal) || variable.StartsWith("TRACE", StringComparison.Ordinal) || variable == "BAGGAGE";
}
