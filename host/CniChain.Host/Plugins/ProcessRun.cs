using System.ComponentModel;
using System.Diagnostics;

namespace CniChain.Host;

/// <summary>One run of a plugin executable in the runtime's network namespace.</summary>
internal sealed class ProcessRun(string path, Dictionary<string, string> variables, byte[] stdin, RequestScope scope)
{
    private const int ETXTBSY = 26;
    private const int MaxStarts = 6;
    private static readonly TimeSpan s_busyDelay = TimeSpan.FromSeconds(1);

    // A plugin that left a child behind holding its stdout must not hold the runtime as well.
    private static readonly TimeSpan s_drainTimeout = TimeSpan.FromSeconds(2);

    public async Task<ProcessOutput> RunAsync(CancellationToken cancellationToken)
    {
        using var process = await StartAsync(cancellationToken);
        Activity.Current?.SetTag(Tag.ProcessPid, process.Id);
        var stdout = new CappedBuffer(4 << 20);
        var stderr = new CappedBuffer(4 << 10);
        var copies = Task.WhenAll(
            FeedAsync(process.StandardInput.BaseStream),
            stdout.FillAsync(process.StandardOutput.BaseStream, null),
            stderr.FillAsync(process.StandardError.BaseStream, scope.Log));
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        await DrainAsync(copies);
        Activity.Current?.SetTag(Tag.ProcessExitCode, process.ExitCode);
        return new ProcessOutput(process.ExitCode, stdout.Bytes, stderr.Text);
    }

    private async Task<Process> StartAsync(CancellationToken cancellationToken)
    {
        var info = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Clear();
        foreach (var (name, value) in variables)
        {
            info.Environment[name] = value;
        }

        for (var start = 1; ; start++)
        {
            try
            {
                // A child starts in the network namespace of the thread that forks it.
                return scope.HostNetns.Run(() => Process.Start(info))!;
            }
            catch (Win32Exception e) when (e.NativeErrorCode == ETXTBSY && start < MaxStarts)
            {
                // Somebody is writing the file: an installer that copies in place.
                await Task.Delay(s_busyDelay, scope.Options.Time, cancellationToken);
            }
            catch (Win32Exception e)
            {
                throw new CniException(CniErrorCode.PluginNotAvailable, $"{path} cannot be executed: {e.Message}", null, e);
            }
        }
    }

    private async Task FeedAsync(Stream input)
    {
        try
        {
            await using (input)
            {
                await input.WriteAsync(stdin);
            }
        }
        catch (IOException)
        {
            // EPIPE: the plugin did not want its configuration. What it makes of that, its exit status says.
            return;
        }
    }

    private async Task DrainAsync(Task copies)
    {
        try
        {
            await copies.WaitAsync(s_drainTimeout, scope.Options.Time);
        }
        catch (TimeoutException)
        {
            scope.Log.Warn($"{path} has ended, but something it started still holds its output");
        }
    }
}
