using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain status</c>: whether a container could be attached now.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("status", "Say whether a network could take a container now: OK, or why not.");
        var options = new NetworkOptions(command, context);
        command.SetAction((parsed, cancellationToken) => VerbFrame.RunAsync(context, options, parsed, async terminal =>
        {
            var list = new NetworkFolder(options.Folder(parsed), terminal.Warn).Find(options.Network(parsed));
            var call = new NetworkCall(context, list, options.CniPath(parsed));
            var reply = await call.StatusAsync(cancellationToken);
            if (reply.ExitCode != 0)
            {
                return terminal.Fail(reply);
            }

            if (!terminal.Json)
            {
                terminal.Line("OK", "green");
            }

            return 0;
        }));
        return command;
    }
}
