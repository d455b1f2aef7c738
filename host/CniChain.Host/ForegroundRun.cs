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

        var reply = await ServeAsync(asType, stderr, telemetry.Watch, cancel.Token);
        try
        {
            await stdout.WriteAsync(reply.Stdout, CancellationToken.None);
        }
        catch (IOException e)
        {
            log.Warn($"the result cannot be delivered: {e.Message}");
            return 1;
        }

        // The runtime may read the result while what there is to tell is on its way.
        await stdout.DisposeAsync();
        return reply.ExitCode;
    }

    private static async Task<CniReply> ServeAsync(string? asType, Stream stderr, HostWatch? watch, CancellationToken cancellationToken)
    {
        NetworkNamespace hostNetns;
        try
        {
            hostNetns = NetworkNamespace.OpenCurrent();
        }
        catch (LinuxException e)
        {
            var error = new CniException(CniErrorCode.IoFailure, $"this process's network namespace cannot be opened: {e.Message}", null, e);
            return new CniReply(1, CniError.ToUtf8(error, null));
        }

        using (hostNetns)
        {
            var request = ProcessEnvironment.ReadRequest(asType, hostNetns, stderr);
            var options = ChainHostOptions.FromEnvironment() with { Watch = watch };
            var chain = new ChainHost(options);
            var reply = await chain.ServeAsync(request, cancellationToken);
            if (chain.Catalog.LeavesWork())
            {
                await DetachedHost.EnsureAsync(new StderrLog(stderr));
            }

            return reply;
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
