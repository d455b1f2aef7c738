using System.Runtime.InteropServices;
using CniChain.Host.Resident;
using CniChain.Linux;

namespace CniChain.Host;

/// <summary><c>cnichaind run</c>: serves the one request in this process's environment and stdin.</summary>
internal static class ForegroundRun
{
    public static async Task<int> RunAsync(string? asType)
    {
        await using var stdout = StandardStreams.ClaimStdout();
        await using var stderr = StandardStreams.OpenStderr();
        using var cancel = new CancellationTokenSource();
        using var terminate = OnSignal(PosixSignal.SIGTERM, cancel);
        using var interrupt = OnSignal(PosixSignal.SIGINT, cancel);
        var log = new StderrLog(stderr);
        using var telemetry = HostTelemetry.ForOneRequest(log);

        var status = await ServeAsync(asType, stdout, stderr, log, telemetry.Watch, cancel.Token);
        // The runtime may read the result while what there is to tell is on its way.
        await stdout.DisposeAsync();
        return status;
    }

    private static async Task<int> ServeAsync(
        string? asType, Stream stdout, Stream stderr, StderrLog log, HostWatch? watch, CancellationToken cancellationToken)
    {
        NetworkNamespace hostNetns;
        try
        {
            hostNetns = NetworkNamespace.OpenCurrent();
        }
        catch (LinuxException e)
        {
            var error = new CniException(CniErrorCode.IoFailure, $"this process's network namespace cannot be opened: {e.Message}", null, e);
            await DeliverAsync(new CniReply(1, CniError.ToUtf8(error, null)), stdout, log);
            return 1;
        }

        using (hostNetns)
        {
            var request = ProcessEnvironment.ReadRequest(asType, hostNetns, stderr);
            var chain = new ChainHost(ChainHostOptions.FromEnvironment(log) with { Watch = watch, Log = log });
            var reply = await chain.ServeAsync(request, cancellationToken);
            if (chain.Catalog.LeavesWork())
            {
                await DetachedHost.EnsureAsync(log);
            }

            if (await DeliverAsync(reply, stdout, log))
            {
                return reply.ExitCode;
            }

            if (reply.Made is { } made)
            {
                await chain.TakeBackAsync(request, made);
            }

            return 1;
        }
    }

    private static async Task<bool> DeliverAsync(CniReply reply, Stream stdout, StderrLog log)
    {
        try
        {
            await stdout.WriteAsync(reply.Stdout, CancellationToken.None);
            return true;
        }
        catch (IOException e)
        {
            log.Warn($"the result cannot be delivered: {e.Message}");
            return false;
        }
    }

    /// <summary>A runtime that gives up sends SIGTERM at best; what has been made by then is undone.</summary>
    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource cancel) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            cancel.Cancel();
        });
}
