using System.CommandLine;
using CniChain.Host.Commands.Views;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain leases</c>: who has which address from whom, and for how long.</summary>
internal static class LeasesCommand
{
    private const string Home = "\e[H\e[2J"; // Cursor home, screen cleared (ECMA-48).
    private static readonly TimeSpan s_refresh = TimeSpan.FromSeconds(1);

    public static Command Create(CommandContext context)
    {
        var json = new Option<bool>("--json") { Description = "Answer in JSON; times in seconds." };
        var watch = new Option<bool>("--watch", "-w") { Description = "Show them again every second, until interrupted." };
        var command = new Command("leases", "Show the leases that plugins such as dhcp keep: address, server, state, age, time to T1, T2 and expiry.")
        {
            json, watch,
        };
        var filter = new FilterOptions(command, context).WithNetwork().WithContainer();
        command.SetAction((parsed, ct) => RunAsync(context, filter.Read(parsed), parsed.GetValue(json), parsed.GetValue(watch), ct));
        return command;
    }

    private static async Task<int> RunAsync(
        CommandContext context, OperationFilter filter, bool json, bool watch, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(context, json);
        try
        {
            do
            {
                Show(context, filter, terminal, watch);
            }
            while (watch && await WaitAsync(cancellationToken));

            return 0;
        }
        catch (CniException e)
        {
            return terminal.Fail(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(new CniException(CniErrorCode.IoFailure, $"the leases cannot be read: {e.Message}"));
        }
    }

    private static void Show(CommandContext context, OperationFilter filter, Terminal terminal, bool watch)
    {
        IReadOnlyList<LeaseView> leases = [.. context.Leases().Where(l => filter.Takes(l.Attachment.Network, l.Attachment.ContainerId, null))];
        if (terminal.Json)
        {
            terminal.WriteJson(LeasesView.ToJson(leases));
            return;
        }

        if (watch)
        {
            context.Output.Write(Home);
        }

        if (leases.Count == 0)
        {
            terminal.Line("No leases.");
        }
        else
        {
            LeasesView.ToTable(leases).Write(terminal.Output());
        }
    }

    private static async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(s_refresh, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
