using System.CommandLine;
using System.Text.Json;
using CniChain.Host.Resident;
using CniChain.Wire;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain host status|stop|logs</c>: the resident host, which the first call starts and idleness ends.</summary>
internal static class HostCommand
{
    public static Command Create(CommandContext context)
    {
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        var lines = LineCount.NewOption("How many lines of the log's end.", 50);
        var status = new Command("status", "Show the resident host: process, requests, memory. Exit status 3 when none runs.") { json };
        status.SetAction((parsed, ct) => StatusAsync(context, parsed.GetValue(json), ct));
        var stop = new Command("stop", "End the resident host once what it works on is done. The next call starts it again.");
        stop.SetAction((_, ct) => StopAsync(context, ct));
        var logs = new Command("logs", "Show the log of a host that was started by a call.") { lines };
        logs.SetAction(parsed => Logs(context, parsed.GetValue(lines)));
        return new Command("host", "Look after the resident host.") { status, stop, logs };
    }

    private static async Task<int> StatusAsync(CommandContext context, bool json, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(context, json);
        if (await HostQuestion.AskAsync(context, terminal, RequestKind.HostStatus, cancellationToken) is not { } reply)
        {
            return HostQuestion.NotRunning;
        }

        if (reply.Stdout.IsEmpty)
        {
            return reply.ExitCode;
        }

        var status = JsonElement.Parse(reply.Stdout.Span);
        if (json)
        {
            terminal.WriteJson(JsonText.Indent(status));
            return reply.ExitCode;
        }

        HostView.Write(terminal, status);
        return reply.ExitCode;
    }

    private static async Task<int> StopAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(context, false);
        var reply = await HostQuestion.AskAsync(context, terminal, RequestKind.HostStop, cancellationToken);
        if (reply is { ExitCode: 0 })
        {
            terminal.Line("The host ends when what it works on is done.");
        }

        return reply?.ExitCode ?? 0;
    }

    private static int Logs(CommandContext context, int lines)
    {
        var paths = HostPaths.From(context.Variable);
        var terminal = new Terminal(context, false);
        var found = new[] { paths.OlderLog, paths.Log }.Where(File.Exists).SelectMany(File.ReadLines).TakeLast(lines).ToList();
        if (found.Count == 0)
        {
            terminal.Warn(File.Exists(paths.Log)
                ? $"nothing is in the log {paths.Log}: the host had nothing to complain of"
                : $"there is no log in {paths.Log}; a host under systemd logs to the journal (journalctl -u cnichain)");
        }

        found.ForEach(line => terminal.Line(line));
        return 0;
    }
}
