using System.CommandLine;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain repair</c>: puts back what somebody took away from under a network's containers.</summary>
internal static class RepairCommand
{
    public static Command Create(CommandContext context) => NetworkCommand.Create(
        context,
        "repair",
        "Put back what check finds missing of a network's containers: rules, addresses, routes, ports, leases.",
        "Only list what is missing.",
        RunAsync);

    /// <returns>1 when something could not be put back.</returns>
    private static async Task<int> RunAsync(NetworkCall call, bool dryRun, Terminal terminal, CancellationToken cancellationToken)
    {
        if (call.List.DisableCheck)
        {
            terminal.Warn($"{call.List.File} says \"disableCheck\", so nothing is looked for");
            return 0;
        }

        CniReply reply;
        var attachments = KnownAttachments.Of(call.List, call.Context, terminal.Warn).Count;
        using (ProgressLine.Show(call.Context, terminal.Json, HostActivity.Repair, attachments))
        {
            reply = await call.RepairAsync(dryRun, cancellationToken);
        }

        if (reply.ExitCode != 0)
        {
            return terminal.Fail(reply);
        }

        var findings = RepairReply.Read(reply.Stdout.Span);
        RepairView.Write(terminal, findings, reply);
        return findings.Any(f => f.IsLeft) ? 1 : 0;
    }
}
