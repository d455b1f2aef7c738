using System.CommandLine;
using CniChain.Wire;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain trace</c>: the last operations of the resident host as waterfalls.</summary>
internal static class TraceCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("trace", "Show what the last operations did, step by step, and how long each took.");
        var count = LineCount.NewOption("How many operations.", 5);
        command.Add(count);
        var filter = new FilterOptions(command, context).WithNetwork().WithContainer().WithVerb().WithFailed().WithSlower();
        var details = new Option<bool>("--details", "-v") { Description = "With what the kernel was asked, and which file was locked." };
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        command.Add(details);
        command.Add(json);
        command.SetAction((parsed, cancellationToken) =>
        {
            var terminal = new Terminal(context, parsed.GetValue(json));
            return RunAsync(context, terminal, filter.Read(parsed), parsed.GetValue(count), parsed.GetValue(details), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CommandContext context, Terminal terminal, OperationFilter filter, int count, bool details, CancellationToken cancellationToken)
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
            terminal.Warn(all.Count == 0 ? "the host has done nothing yet that it could remember" : $"none of the {all.Count} operations that the host remembers is of that kind");
        }

        return 0;
    }
}
