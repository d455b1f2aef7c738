using System.CommandLine;
using CniChain.Host.Validation;
using CniChain.Linux;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain validate</c>: reads a network's file with the eyes of every plugin in it, and says all that is wrong.</summary>
internal static class ValidateCommand
{
    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A conflist, or a single plugin's configuration; or the name of a network in /etc/cni/net.d ($NETCONFPATH).",
            HelpName = "FILE|NETWORK",
        };
        file.CompletionSources.Add(_ => new NetworkFolder(NetworkOptions.FolderOf(context), static _ => { }).Names());
        var cniPath = PluginPath.NewOption();
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        var command = new Command("validate", "Check a network's file with every plugin's own schema. Exit status 1 when it would not work.") { file, cniPath, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            context,
            FileOf(context, parsed.GetRequiredValue(file)),
            PluginPath.Of(context, parsed.GetValue(cniPath)),
            new Terminal(context, parsed.GetValue(json)),
            cancellationToken));
        return command;
    }

    /// <summary>A file that is there is meant before a network of that name.</summary>
    private static string FileOf(CommandContext context, string given)
    {
        var path = Path.GetFullPath(given);
        if (File.Exists(path) || given.Contains('/', StringComparison.Ordinal))
        {
            return path;
        }

        try
        {
            return new NetworkFolder(NetworkOptions.FolderOf(context), static _ => { }).Find(given).File;
        }
        catch (CniException)
        {
            // Neither: the file is said to be missing.
            return path;
        }
    }

    private static async Task<int> RunAsync(
        CommandContext context, string file, string cniPath, Terminal terminal, CancellationToken cancellationToken)
    {
        using var hostNetns = NetworkNamespace.OpenCurrent();
        var scope = context.OpenScope(new CniRequest
        {
            Command = "VERSION",
            Path = cniPath,
            Environment = context.Inherited,
            HostNetns = hostNetns,
            Stderr = context.PluginError,
        });
        using var plugins = scope.Resolver;
        var check = new ListCheck(scope);
        await check.RunAsync(file, cancellationToken);
        if (terminal.Json)
        {
            terminal.WriteJson(FindingsJson.ToUtf8(file, check));
        }
        else
        {
            FindingsView.Write(terminal, file, check);
        }

        return check.IsValid ? 0 : 1;
    }
}
