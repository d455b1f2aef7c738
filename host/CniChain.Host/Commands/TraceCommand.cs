using System.CommandLine;
using CniChain.Wire;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain trace</c>: the last operations of the resident host as waterfalls.</summary>
internal static class TraceCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("trace", "Show what the last operations did, step by step, and how long each took.");
        var count = new Option<int>("--lines", "-n") { Description = "How many operations.", DefaultValueFactory = _ => 5 };
        var network = new Option<string?>("--network") { Description = "Only those of this network.", HelpName = "NETWORK" };
        var container = new Option<string?>("--container") { Description = "Only those of the container whose id begins so.", HelpName = "ID" };
        var failed = new Option<bool>("--failed") { Description = "Only those that failed." };
        var slower = new Option<double>("--slower") { Description = "Only those that took longer.", HelpName = "MILLISECONDS" };
        var details = new Option<bool>("--details", "-v") { Description = "With what the kernel was asked, and which file was locked." };
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        container.CompletionSources.Add(_ => JournalView.ContainerIds(context));
        network.CompletionSources.Add(_ => JournalView.Networks(context));
        foreach (var option in (ReadOnlySpan<Option>)[count, network, container, failed, slower, details, json])
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellationToken) =>
        {
            var filter = new TraceFilter(
                parsed.GetValue(network), parsed.GetValue(container), parsed.GetValue(failed), TimeSpan.FromMilliseconds(parsed.GetValue(slower)));
            var terminal = new Terminal(context, parsed.GetValue(json));
            return RunAsync(context, terminal, filter, parsed.GetValue(count), parsed.GetValue(details), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CommandContext context, Terminal terminal, TraceFilter filter, int count, bool details, CancellationToken cancellationToken)
    {
        var (all, status) = await HostQuestion.AskAsync(context, terminal, RequestKind.RecentOperations, OperationsJson.Read, cancellationToken);
        if (all is null)
        {
            return status;
        }

        var operations = all.Where(filter.Takes).Take(count).ToList();
        if (terminal.Json)
        {
            terminal.WriteJson(OperationsJson.Write(operations, indented: true));
            return 0;
        }

        // The newest last, where the prompt is.
        operations.Reverse();
        foreach (var operation in operations)
        {
            OperationView.Write(terminal.Output(), operation, details);
        }

        if (operations.Count == 0)
        {
            terminal.Warn("the host remembers no such operation");
        }

        return 0;
    }
}
