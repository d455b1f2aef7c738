using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain del</c>: detaches a container. Absent things are success.</summary>
internal static class DelCommand
{
    public static Command Create(CommandContext context) => AttachmentCommand.Create(
        context,
        "del",
        "Detach a container from a network. May be repeated; the container may be gone.",
        ContainerNeed.NamespaceOrId,
        strict: false,
        RunAsync);

    private static async Task<int> RunAsync(AttachmentCall call, Terminal terminal, CancellationToken cancellationToken)
    {
        var reply = await call.ServeAsync(CniVerb.Del, cancellationToken);
        if (reply.ExitCode != 0)
        {
            return terminal.Fail(reply);
        }

        if (terminal.ForPerson)
        {
            terminal.Line($"{call.Name} is detached", "green");
        }

        return 0;
    }
}
