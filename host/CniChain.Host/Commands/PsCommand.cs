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
        var filter = new FilterOptions(command, context).WithNetwork().WithContainer();
        command.Add(json);
        command.SetAction((parsed, cancellationToken) =>
        {
            var chosen = filter.Read(parsed);
            chosen = chosen with { Network = parsed.GetValue(network) ?? chosen.Network };
            return RunAsync(new Terminal(context, parsed.GetValue(json)), context, chosen, parsed.GetValue(all), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, CommandContext context, OperationFilter filter, bool all, CancellationToken cancellationToken)
    {
        try
        {
            using var alone = all ? await AttachmentLock.TakeAloneAsync(context.HostOptions, cancellationToken) : null;
            var known = JournalView.Read(context, filter.Network, terminal.Warn);
            var unknown = all
                ? await UnknownAttachments.FindAsync(Calls(context, filter.Network, terminal.Warn), known, terminal.Warn, cancellationToken)
                : [];
            AttachmentsView.Write(
                terminal,
                [.. known.Where(a => filter.Takes(a.Attachment.Network, a.Attachment.ContainerId, a.Pod.Title))],
                [.. unknown.Where(a => filter.Takes(a.Network, a.ContainerId, null))],
                isChosen: filter.Network is not null || filter.Container is not null,
                context.Time.GetUtcNow());
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
