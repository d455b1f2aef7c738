using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary>What the commands that go over all of a network's containers have in common: how the network is named, and <c>--dry-run</c>.</summary>
internal static class NetworkCommand
{
    /// <summary>Makes one.</summary>
    /// <param name="context">The world around.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="dryRunDescription">What <c>--dry-run</c> does instead.</param>
    /// <param name="body">Its work, and the exit status.</param>
    public static Command Create(
        CommandContext context,
        string name,
        string description,
        string dryRunDescription,
        Func<NetworkCall, bool, Terminal, CancellationToken, Task<int>> body)
    {
        var command = new Command(name, description);
        var options = new NetworkOptions(command, context);
        var dryRun = new Option<bool>("--dry-run") { Description = dryRunDescription };
        command.Add(dryRun);
        command.SetAction((parsed, cancellationToken) => VerbFrame.RunAsync(context, options, parsed, terminal =>
        {
            var list = new NetworkFolder(options.Folder(parsed), terminal.Warn).Find(options.Network(parsed));
            var call = new NetworkCall(context, list, options.CniPath(parsed));
            return body(call, parsed.GetValue(dryRun), terminal, cancellationToken);
        }));
        return command;
    }
}
