using System.CommandLine;
using System.CommandLine.Help;

namespace CniChain.Host.Commands;

/// <summary>The command line: <c>cnichain add|del|check|status|gc|leases|version ...</c>, after cnitool's manner.</summary>
internal static class CommandLine
{
    // An interrupted ADD is undone, which can take as long as the host allows an undo.
    private static readonly TimeSpan s_undo = new ChainHostOptions().UndoTimeout + TimeSpan.FromSeconds(5);

    // What a shell reports of a program that SIGPIPE has ended, which .NET programs do not let it.
    private const int PipeClosed = 128 + 13;

    // Otherwise "@file" would be read as a file of arguments.
    private static readonly ParserConfiguration s_parser = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs one command.</summary>
    /// <param name="args">The arguments after "cli".</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var context = CommandContext.FromProcess();
        // Its metrics are of no use to anybody: a person's own commands are not the node's traffic.
        using var export = TelemetryExport.StartIfAsked(new StderrLog(context.PluginError), isResident: false);
        try
        {
            return await RunAsync(args, context);
        }
        catch (IOException e) when (e.HResult == Tmds.Linux.LibC.EPIPE)
        {
            // As in "cnichain ps | head": who reads has seen enough.
            return PipeClosed;
        }
    }

    /// <summary>Runs one command in a context.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="context">The world around it.</param>
    /// <returns>The exit status.</returns>
    public static Task<int> RunAsync(string[] args, CommandContext context)
    {
        var configuration = new InvocationConfiguration
        {
            Output = context.Output,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = s_undo,
        };
        var parsed = Build(context).Parse(args, s_parser);
        return args.Length > 0 && UsageErrors.Of(parsed) is { Count: > 0 } errors
            ? Task.FromResult(UsageErrors.Tell(new Terminal(context, json: false), parsed, errors))
            : parsed.InvokeAsync(configuration);
    }

    internal static RootCommand Build(CommandContext context)
    {
        var root = new RootCommand("Attach containers to CNI networks: the chain of a network runs in this one process.")
        {
            HelpName = "cnichain",
            Subcommands =
            {
                AddCommand.Create(context),
                DelCommand.Create(context),
                CheckCommand.Create(context),
                StatusCommand.Create(context),
                GcCommand.Create(context),
                RepairCommand.Create(context),
                PsCommand.Create(context),
                ShowCommand.Create(context),
                TraceCommand.Create(context),
                TopCommand.Create(context),
                ValidateCommand.Create(context),
                PlanCommand.Create(context),
                PluginsCommand.Create(context),
                LeasesCommand.Create(context),
                HostCommand.Create(context),
                VersionCommand.Create(context),
                CompletionCommand.Create(context),
            },
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            // Its own width is asked of System.Console, which switches the terminal into another mode for it.
            help.Action = new HelpAction { MaxWidth = context.Width };
            // Windows' spellings, which completion would offer here.
            help.Aliases.Remove("/h");
            help.Aliases.Remove("/?");
        }

        return root;
    }
}
