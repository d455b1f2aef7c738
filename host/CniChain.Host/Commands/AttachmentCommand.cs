using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary>What the commands about one attachment have in common: how network and container are named, and what is asked of the plugins.</summary>
internal static class AttachmentCommand
{
    /// <summary>Makes one.</summary>
    /// <param name="context">The world around.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="need">What it must be told of the container.</param>
    /// <param name="strict">What the network would ignore is said: it would be missed after add, not after del.</param>
    /// <param name="body">Its work, and the exit status.</param>
    public static Command Create(
        CommandContext context,
        string name,
        string description,
        ContainerNeed need,
        bool strict,
        Func<AttachmentCall, Terminal, CancellationToken, Task<int>> body)
    {
        var command = new Command(name, description);
        var options = new AttachmentOptions(command, context, need);
        command.SetAction((parsed, cancellationToken) => VerbFrame.RunAsync(context, options.Network, parsed, terminal =>
            body(AttachmentCall.Prepare(context, options, parsed, terminal, strict), terminal, cancellationToken)));
        return command;
    }
}
