using System.CommandLine;
using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain add</c>: attaches a container and shows what it got.</summary>
internal static class AddCommand
{
    public static Command Create(CommandContext context) => AttachmentCommand.Create(
        context,
        "add",
        "Attach a container to a network, as: cnichain add podnet --pid PID -p 8080:80",
        ContainerNeed.Namespace,
        strict: true,
        RunAsync);

    private static async Task<int> RunAsync(AttachmentCall call, Terminal terminal, CancellationToken cancellationToken)
    {
        var reply = await call.ServeAsync(CniVerb.Add, cancellationToken);
        if (reply.ExitCode != 0)
        {
            return terminal.Fail(reply);
        }

        if (terminal.ForPerson)
        {
            var result = CniResultReader.Read(JsonElement.Parse(reply.Stdout.Span), call.List.Version);
            terminal.Line($"{call.Name} is attached", "green");
            ResultView.Write(terminal.Output(), result, call.Arguments.PortMappings);
        }
        else
        {
            terminal.WriteJson(reply.Stdout.Span);
        }

        return 0;
    }
}
