using System.Text.Json;
using CniChain.Host.Resident;
using CniChain.Wire;

namespace CniChain.Host.Commands;

/// <summary>Asks the resident host something about itself, and says on stderr when there is no answer.</summary>
internal static class HostQuestion
{
    /// <summary>The exit status when no host runs, as of service managers' status commands (LSB, "program is not running").</summary>
    public const int NotRunning = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks.</summary>
    /// <returns>The answer; exit status 1 after a complaint; null when no host runs.</returns>
    public static async Task<CniReply?> AskAsync(CommandContext context, Terminal terminal, RequestKind kind, CancellationToken cancellationToken)
    {
        var socket = HostPaths.From(context.Variable).Socket;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            var reply = await WireClient.AskAsync(socket, kind, limit.Token);
            if (reply is null)
            {
                terminal.Warn($"no host listens on {socket}; the next call of a runtime starts one");
            }

            return reply;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            terminal.Fail(new CniException(CniErrorCode.TryAgainLater, $"the host on {socket} does not answer; if that lasts, kill it: the next call starts another"));
        }
        catch (WireFault e)
        {
            terminal.Fail(new CniException(CniErrorCode.IoFailure, e.Message));
        }

        return new CniReply(1, default);
    }

    /// <summary>Asks for something that is answered as JSON.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="context">The world around.</param>
    /// <param name="terminal">Takes complaints.</param>
    /// <param name="kind">What to ask.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer, and an exit status; null after a complaint.</returns>
    public static async Task<(T? Answer, int Status)> AskAsync<T>(
        CommandContext context, Terminal terminal, RequestKind kind, Func<JsonElement, T> read, CancellationToken cancellationToken)
        where T : class
    {
        if (await AskAsync(context, terminal, kind, cancellationToken) is not { } reply)
        {
            return (null, NotRunning);
        }

        if (reply.ExitCode != 0)
        {
            return (null, reply.Stdout.IsEmpty ? reply.ExitCode : terminal.Fail(reply));
        }

        try
        {
            return (read(JsonElement.Parse(reply.Stdout.Span)), 0);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or ArgumentException)
        {
            return (null, terminal.Fail(new CniException(
                CniErrorCode.DecodingFailure, $"the host's answer is not understood ({e.Message}); it may be of another release: cnichain host stop")));
        }
    }
}
