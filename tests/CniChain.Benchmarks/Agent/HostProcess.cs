using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CniChain.Testing;
using Tmds.Linux;

namespace CniChain.Benchmarks.Agent;

/// <summary>Looks after the resident host of the node this process runs on.</summary>
internal static class HostProcess
{
    private const string Shim = "/opt/cni/bin/cnichain";
    private const string SocketPath = "/run/cnichain/cnichain.sock";
    private const int MillisecondsPerTick = 10; // USER_HZ is 100, as part of the kernel's interface.
    private const int UserTime = 11; // Counted behind the name in /proc/PID/stat, proc(5).
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Its figures; null when none runs.</summary>
    public static HostFigures? Look() => Find() is { } pid ? Look(pid) : null;

    /// <summary>A process's figures.</summary>
    public static HostFigures Look(int pid)
    {
        var lines = File.ReadAllLines($"/proc/{pid}/status");
        return new HostFigures(
            pid,
            Number(lines, "VmRSS:"),
            Number(lines, "RssAnon:"),
            (int)Number(lines, "Threads:"),
            Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length,
            Cpu(pid));
    }

    /// <summary>Its processor time since its start, in milliseconds; 0 when none runs.</summary>
    public static double Cpu() => Find() is { } pid ? Cpu(pid) : 0;

    /// <summary>Ends it, and waits until it is gone.</summary>
    public static void Stop()
    {
        if (Find() is not { } pid)
        {
            return;
        }

        Command.Run([Shim, "host", "stop"]).Checked();
        var started = TimeProvider.System.GetTimestamp();
        while (IsAlive(pid))
        {
            if (TimeProvider.System.GetElapsedTime(started) > s_patience)
            {
                throw new TimeoutException($"the host, process {pid}, does not end");
            }

            Thread.Sleep(5);
        }
    }

    // Who listens, as the kernel knows it: asking the host itself would start a .NET process before and after each measurement.
    private static unsafe int? Find()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
        }
        catch (SocketException)
        {
            return null;
        }

        var peer = new byte[sizeof(ucred)];
        socket.GetRawSocketOption(LibC.SOL_SOCKET, LibC.SO_PEERCRED, peer);
        return (int)MemoryMarshal.Read<ucred>(peer).pid;
    }

    private static double Cpu(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Parse(fields[UserTime]) + Parse(fields[UserTime + 1])) * MillisecondsPerTick;
    }

    // What nobody has waited for yet still has an entry.
    private static bool IsAlive(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static long Number(string[] lines, string key) =>
        Parse(Array.Find(lines, line => line.StartsWith(key, StringComparison.Ordinal))!.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]);

    private static long Parse(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
