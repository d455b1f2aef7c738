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
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        command.Add(network);
        command.Add(json);
        command.SetAction(parsed =>
        {
            var terminal = new Terminal(context, parsed.GetValue(json));
            try
            {
                AttachmentsView.Write(terminal, JournalView.Read(context, parsed.GetValue(network), terminal.Warn), context.Time.GetUtcNow());
                return 0;
            }
            catch (CniException e)
            {
                return terminal.Fail(e);
            }
        });
        return command;
    }
}
