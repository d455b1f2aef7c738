using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain check</c>: compares an attachment with what add made.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandContext context) => AttachmentCommand.Create(
        context,
        "check",
        "Compare an attachment with what add made of it.",
        ContainerNeed.Namespace,
        strict: false,
        RunAsync);

    private static async Task<int> RunAsync(AttachmentCall call, Terminal terminal, CancellationToken cancellationToken)
    {
        if (call.List.DisableCheck)
        {
            terminal.Warn($"{call.List.File} says \"disableCheck\", so nothing is compared");
            return 0;
        }

        if (Elsewhere(call) is { } other)
        {
            throw new CniException(
                CniErrorCode.UnknownContainer,
                $"{call.Name} is not attached; what is attached in {call.Target.NetnsPath} is {other}: give --id {other.ContainerId}");
        }

        var reply = await call.ServeAsync(CniVerb.Check, cancellationToken);
        if (reply.ExitCode != 0)
        {
            return terminal.Fail(reply);
        }

        if (terminal.ForPerson)
        {
            terminal.Line($"{call.Name} is as it was made", "green");
        }

        return 0;
    }

    /// <summary>A runtime's attachment in the same namespace, which has the runtime's id and not the one that is made from the namespace's path.</summary>
    private static Attachment? Elsewhere(AttachmentCall call)
    {
        var known = JournalView.Read(call.Context, call.List.Name, static _ => { });
        return known.Any(a => a.Attachment.ToString() == call.Name)
            ? null
            : known.FirstOrDefault(a => a.NetnsPath == call.Target.NetnsPath && a.Attachment.IfName == call.IfName)?.Attachment;
    }
}
