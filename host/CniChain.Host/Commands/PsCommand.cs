using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain ps</c>: the attachments of this node, from the journal; no host need run.</summary>
internal static class PsCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("ps", "List the attachments: container, network, addresses, ports, age and owner.");
        var network = new Argument<string?>("NETWORK")
        {
            Description = "Only this network's.",
            HelpName = "NETWORK",
            Arity = ArgumentArity.ZeroOrOne,
        };
        network.CompletionSources.Add(_ => JournalView.Networks(context));
        var all = new Option<bool>("--all", "-a")
        {
            Description = "Also what the journal does not know: the plugins of each network are asked for links, nftables elements and leases.",
        };
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        command.Add(network);
        command.Add(all);
        command.Add(json);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new Terminal(context, parsed.GetValue(json)), context, parsed.GetValue(network), parsed.GetValue(all), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, CommandContext context, string? network, bool all, CancellationToken cancellationToken)
    {
        try
        {
            using var alone = all ? await AttachmentLock.TakeAloneAsync(context.HostOptions, cancellationToken) : null;
            var known = JournalView.Read(context, network, terminal.Warn);
            var unknown = all
                ? await UnknownAttachments.FindAsync(Calls(context, network, terminal.Warn), known, terminal.Warn, cancellationToken)
                : [];
            AttachmentsView.Write(terminal, known, unknown, context.Time.GetUtcNow());
            return 0;
        }
        catch (CniException e)
        {
            return terminal.Fail(e);
        }
    }

    private static IEnumerable<NetworkCall> Calls(CommandContext context, string? network, Action<string> warn)
    {
        var folder = new NetworkFolder(NetworkOptions.FolderOf(context), warn);
        foreach (var name in network is null ? folder.Names() : [network])
        {
            yield return new NetworkCall(context, folder.Find(name), PluginPath.Of(context, null));
        }
    }
}
