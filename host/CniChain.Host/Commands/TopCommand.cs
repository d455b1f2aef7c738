using System.CommandLine;
using CniChain.Wire;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain top</c>: the slowest steps and the busiest networks of the resident host, live.</summary>
internal static class TopCommand
{
    // What a terminal understands as: to the upper left, and everything below goes.
    private const string Redraw = "\e[H\e[J";
    private const string Clear = "\e[2J";

    public static Command Create(CommandContext context)
    {
        var command = new Command("top", "Show the slowest steps and the busiest networks, live. Ctrl-C ends it.");
        var interval = new Option<double>("--interval", "-d")
        {
            Description = "Seconds between two looks.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 2,
        };
        var once = new Option<bool>("--once") { Description = "Everything since the host began, once. Implied where the output is no terminal." };
        var json = new Option<bool>("--json") { Description = "Answer in JSON, once." };
        interval.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is >= 0.1 and <= 3600))
            {
                result.AddError("--interval: give between 0.1 and 3600 seconds");
            }
        });
        command.Add(interval);
        command.Add(once);
        var filter = new FilterOptions(command, context).WithNetwork().WithVerb().WithFailed();
        command.Add(json);
        command.SetAction((parsed, cancellationToken) =>
        {
            var terminal = new Terminal(context, parsed.GetValue(json));
            var live = terminal.ForPerson && !parsed.GetValue(once);
            return live
                ? WatchAsync(context, terminal, filter.Read(parsed), TimeSpan.FromSeconds(parsed.GetValue(interval)), cancellationToken)
                : OnceAsync(context, terminal, filter.Read(parsed), cancellationToken);
        });
        return command;
    }

    private static async Task<int> OnceAsync(CommandContext context, Terminal terminal, OperationFilter filter, CancellationToken cancellationToken)
    {
        var (figures, status) = await ReadAsync(context, terminal, cancellationToken);
        if (figures is null)
        {
            return status;
        }

        if (terminal.Json)
        {
            terminal.WriteJson(FiguresJson.Write(filter.Of(figures), indented: true));
        }
        else
        {
            TopView.Write(terminal.Output(), filter.Of(figures), figures.Uptime, context.Height);
        }

        return 0;
    }

    private static async Task<int> WatchAsync(
        CommandContext context, Terminal terminal, OperationFilter filter, TimeSpan interval, CancellationToken cancellationToken)
    {
        var console = terminal.Output();
        HostFigures? before = null;
        try
        {
            context.Output.Write(Clear);
            while (true)
            {
                var (now, status) = await ReadAsync(context, terminal, cancellationToken);
                if (now is null)
                {
                    return status;
                }

                var shown = filter.Of(now.Since(before));
                context.Output.Write(Redraw);
                TopView.Write(console, shown, before is null || before.Uptime > now.Uptime ? now.Uptime : now.Uptime - before.Uptime, context.Height);
                before = now;
                await Task.Delay(interval, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static Task<(HostFigures? Figures, int Status)> ReadAsync(
        CommandContext context, Terminal terminal, CancellationToken cancellationToken) =>
        HostQuestion.AskAsync(context, terminal, RequestKind.Figures, FiguresJson.Read, cancellationToken);
}
