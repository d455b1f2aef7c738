using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain gc</c>: removes what a network holds for containers that are gone.</summary>
internal static class GcCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("gc", "Remove what a network holds for containers whose network namespace is gone.");
        var options = new NetworkOptions(command, context);
        var dryRun = new Option<bool>("--dry-run") { Description = "Only list what is kept and what would go." };
        command.Add(dryRun);
        command.SetAction((parsed, cancellationToken) => VerbFrame.RunAsync(context, options, parsed, terminal =>
        {
            var list = new NetworkFolder(options.Folder(parsed), terminal.Warn).Find(options.Network(parsed));
            var call = new NetworkCall(context, list, options.CniPath(parsed));
            return RunAsync(call, parsed.GetValue(dryRun), terminal, cancellationToken);
        }));
        return command;
    }

    private static async Task<int> RunAsync(NetworkCall call, bool dryRun, Terminal terminal, CancellationToken cancellationToken)
    {
        if (call.List.DisableGc)
        {
            terminal.Warn($"{call.List.File} says \"disableGC\", so nothing is removed");
            return 0;
        }

        var known = KnownAttachments.Of(call.List, call.Context, terminal.Warn);
        if (dryRun)
        {
            KnownAttachmentsView.Write(terminal, known);
            return 0;
        }

        var valid = new List<Attachment>();
        foreach (var attachment in known)
        {
            if (attachment.IsLive)
            {
                valid.Add(attachment.Attachment);
            }
        }

        CniReply reply;
        using (ProgressLine.Show(call.Context, terminal.Json, HostActivity.Collect, known.Count(a => !a.IsLive)))
        {
            reply = await call.ServeAsync(CniVerb.Gc, valid, cancellationToken);
        }

        if (reply.ExitCode != 0)
        {
            return terminal.Fail(reply);
        }

        if (terminal.ForPerson)
        {
            KnownAttachmentsView.Write(terminal, known);
        }

        return 0;
    }
}
