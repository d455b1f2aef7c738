using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain gc</c>: removes what a network holds for containers that are gone.</summary>
internal static class GcCommand
{
    public static Command Create(CommandContext context) => NetworkCommand.Create(
        context,
        "gc",
        "Remove what a network holds for containers whose network namespace is gone.",
        "Only list what is kept and what would go.",
        RunAsync);

    /// <returns>1 when something could not be removed.</returns>
    private static async Task<int> RunAsync(NetworkCall call, bool dryRun, Terminal terminal, CancellationToken cancellationToken)
    {
        if (call.List.DisableGc)
        {
            terminal.Warn($"{call.List.File} says \"disableGC\", so nothing is removed");
            return 0;
        }

        using var alone = await AttachmentLock.TakeAloneAsync(call.Context.HostOptions, cancellationToken);
        var known = KnownAttachments.Of(call.List, call.Context, terminal.Warn);
        List<Attachment> valid = [.. known.Where(a => a.IsLive).Select(a => a.Attachment)];
        CniReply reply;
        using (ProgressLine.Show(call.Context, terminal.Json, HostActivity.Collect, known.Count - valid.Count))
        {
            reply = await call.CollectAsync(valid, dryRun, cancellationToken);
        }

        if (reply.ExitCode != 0)
        {
            return terminal.Fail(reply);
        }

        var objects = GcReply.Read(reply.Stdout.Span);
        GcView.Write(terminal, known, objects);
        return objects.Any(o => o.Outcome == GcOutcome.Left) ? 1 : 0;
    }
}
