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
}
