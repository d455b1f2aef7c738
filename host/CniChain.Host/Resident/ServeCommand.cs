using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CniChain.Host.Resident;

/// <summary><c>cnichaind serve</c>: the resident host, from start to end.</summary>
internal static class ServeCommand
{
    /// <summary>How many bytes of operations are kept for <c>cnichain trace</c> and <c>top</c>; 0 for none.</summary>
    public const string RecentVariable = "CNICHAIN_RECENT_BYTES";

    private const int Parallel = 64;
    private const int QueueLimit = 4096;

    // Plugins call the kernel synchronously, and it lets a DEL wait 20 ms. With the pool's own minimum, one thread a processor, the
    // others would stand in line for a thread instead of going to the kernel together. The rest is for reading and answering.
    private const int Threads = Parallel + 16;

    // What plugins keep is on disk already; they have nothing to do but to let go of it.
    private static readonly TimeSpan s_stopTime = TimeSpan.FromSeconds(10);

    /// <summary>Serves until idle, replaced or stopped.</summary>
    /// <param name="args">
    /// --ready-fd N: a descriptor that gets one byte when the host listens. --idle SECONDS, or CNICHAIN_IDLE: 0 stays for ever.
    /// --detach LOG: see <see cref="DetachedHost"/>.
    /// </param>
    /// <returns>0 at a proper end, also when another host listens already; 1 when it could not listen; 2 for wrong arguments.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (!TryParse(args, out var readyDescriptor, out var idle, out var detachedLog))
        {
            await Console.Error.WriteLineAsync("usage: cnichaind serve [--ready-fd N] [--idle SECONDS] [--detach LOG]");
            return 2;
        }

        if (detachedLog is not null)
        {
            readyDescriptor = DetachedHost.Detach(detachedLog);
        }

        // The starter's folder may be unmounted or removed while the host lives on.
        Environment.CurrentDirectory = "/";
        ThreadPool.GetMinThreads(out _, out var completionThreads);
        ThreadPool.SetMinThreads(Threads, completionThreads);
        await using var stdout = StandardStreams.ClaimStdout();
        await using var stderr = StandardStreams.OpenStderr();
        // The journal's lines have a time already (systemd.exec(5)).
        var log = new StderrLog(stderr, Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 } ? null : TimeProvider.System);
        if (DescriptorRoom.Refusal is { } refusal)
        {
            log.Warn(refusal);
            return 1;
        }

        using var telemetry = HostTelemetry.ForResident(log);
        var watch = telemetry.Watch!;
        using var recent = StartRecent(log);
        var chainOptions = ChainHostOptions.FromEnvironment(log) with { Log = log, Watch = watch };
        var inherited = ListenSocket.Inherit();
        using var gate = new OperationGate(Parallel, QueueLimit);
        if (!TryListen(inherited, log, out var socket))
        {
            return 1;
        }

        using var listen = socket;
        if (listen is null)
        {
            Ready(readyDescriptor);
            return 0;
        }

        var time = TimeProvider.System;
        chainOptions = chainOptions with { Gate = gate };
        var residents = new ResidentPlugins(chainOptions, log);
        var chain = new ChainHost(chainOptions) { Residents = residents };
        watch.Meter.ObserveQueue(() => gate.Waiting);
        watch.Meter.ObserveAttachments(() => chain.OpenJournal(log).CountByNetwork());
        var handler = new ChainRequestHandler(chain, gate, recent, time);
        var options = new ResidentOptions
        {
            IdleTime = idle ?? IdleTimeFromEnvironment(log) ?? (inherited is null ? TimeSpan.FromMinutes(10) : null),
            ProgramFile = typeof(ServeCommand).Assembly.Location,
        };
        var host = new ResidentHost(listen, handler, options, time, log.Info)
        {
            KeepAlive = () => residents.KeepHost,
            MostConnections = static () => DescriptorRoom.Connections,
            IsShortOfDescriptors = DescriptorRoom.IsShort,
            Ending = static () => ServiceManager.Notify("STOPPING=1"),
        };
        handler.Stop = host.Stop;
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => EndBySignal(c, host));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => EndBySignal(c, host));
        Ready(readyDescriptor);
        ServiceManager.Notify("READY=1");

        // Beside the first requests, since a runtime waits for those.
        var started = Task.Run(() => residents.StartKnownAsync(chain.Catalog));
        using var ending = new CancellationTokenSource();
        var counted = telemetry.ExportsMetrics ? Task.Run(() => new NetworkFigures(chain, stderr).CountAsync(log, ending.Token)) : Task.CompletedTask;
        await host.RunAsync();
        await ending.CancelAsync();
        await counted;
        using var patience = new CancellationTokenSource(s_stopTime);
        await residents.StopAllAsync(patience.Token);
        await started;
        return 0;
    }

    /// <returns>False after a complaint, when nobody can listen there. The socket is null when another host listens already.</returns>
    private static bool TryListen(ListenSocket? inherited, StderrLog log, out ListenSocket? socket)
    {
        var path = HostPaths.From(Environment.GetEnvironmentVariable).Socket;
        try
        {
            socket = inherited ?? ListenSocket.Bind(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException or TimeoutException)
        {
            log.Warn($"no host can listen on {path}: {e.Message}");
            socket = null;
            return false;
        }
    }

    private static RecentOperations? StartRecent(StderrLog log)
    {
        var text = Environment.GetEnvironmentVariable(RecentVariable);
        if (string.IsNullOrEmpty(text))
        {
            return new RecentOperations();
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
        {
            return bytes == 0 ? null : new RecentOperations(bytes);
        }

        log.Warn($"{RecentVariable} is \"{text}\"; give a number of bytes, or 0 to keep nothing");
        return new RecentOperations();
    }

    private static void EndBySignal(PosixSignalContext context, ResidentHost host)
    {
        context.Cancel = true; // The runtime would exit at once; what runs is to end first.
        host.Stop();
    }

    private static void Ready(int? descriptor)
    {
        if (descriptor is { } number)
        {
            try
            {
                using var pipe = new FileStream(new SafeFileHandle(number, ownsHandle: true), FileAccess.Write);
                pipe.WriteByte(1);
            }
            catch (IOException)
            {
                // Who started this host is gone; others will call.
                return;
            }
        }
    }

    /// <summary>CNICHAIN_IDLE: for hosts that calls start, whose command line is not the user's to write.</summary>
    private static TimeSpan? IdleTimeFromEnvironment(StderrLog log) =>
        SecondsVariable.Read("CNICHAIN_IDLE", Environment.GetEnvironmentVariable("CNICHAIN_IDLE"), least: 0, most: int.MaxValue, log) is { } time
            ? IdleTime((int)time.TotalSeconds)
            : null;

    private static TimeSpan IdleTime(int seconds) => seconds == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);

    private static bool TryParse(string[] args, out int? readyDescriptor, out TimeSpan? idle, out string? detachedLog)
    {
        readyDescriptor = null;
        idle = null;
        detachedLog = null;
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            if (args[i] == "--detach")
            {
                detachedLog = args[i + 1];
                continue;
            }

            if (!int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            switch (args[i])
            {
                case "--ready-fd":
                    readyDescriptor = number;
                    break;
                case "--idle":
                    idle = IdleTime(number);
                    break;
                default:
                    return false;
            }
        }

        return args.Length % 2 == 0;
    }
}
