using System.CommandLine;
using System.Text.Json;
using CniChain.Host.Resident;
using CniChain.Linux;
using CniChain.Wire;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain plugins</c>: the plugin assemblies there are, and what the running host has of them.</summary>
internal static class PluginsCommand
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static Command Create(CommandContext context)
    {
        var json = new Option<bool>("--json") { Description = "Answer in JSON." };
        var load = new Option<bool>("--load") { Description = "Load what is not loaded, to see whether it can be and how long it takes." };
        var command = new Command("plugins", "List plugin types with their files, versions, state and load time, of the running host when there is one.") { json, load };
        command.SetAction((parsed, cancellationToken) => RunAsync(context, parsed.GetValue(json), parsed.GetValue(load), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, bool json, bool load, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(context, json);

        // What another process has loaded says nothing about loading here, which is what was asked for.
        var running = load ? null : await AskHostAsync(context, cancellationToken);
        var list = running ?? JsonElement.Parse(Own(context, load));
        if (terminal.Json)
        {
            terminal.WriteJson(JsonText.Indent(list));
        }
        else
        {
            PluginsView.Write(terminal, list, ofRunningHost: running is not null);
        }

        return list.GetProperty("plugins").EnumerateArray().Any(p => p.GetProperty("state").GetString() == PluginState.Refused) ? 1 : 0;
    }

    private static byte[] Own(CommandContext context, bool load)
    {
        using var hostNetns = NetworkNamespace.OpenCurrent();
        var scope = context.OpenScope(new CniRequest { Command = "VERSION", HostNetns = hostNetns, Stderr = context.PluginError });
        using var plugins = scope.Resolver;
        if (load)
        {
            foreach (var type in scope.Resolver.List().SelectMany(p => p.File.Types).Distinct())
            {
                TryLoad(scope.Resolver, type);
            }
        }

        return PluginsJson.ToUtf8(scope.Resolver.List());
    }

    private static void TryLoad(PluginResolver resolver, string type)
    {
        try
        {
            _ = resolver.Resolve(type);
        }
        catch (CniException)
        {
            // The list says why.
            return;
        }
    }

    /// <summary>The running host's list; null when none runs, or one that does not know the question.</summary>
    private static async Task<JsonElement?> AskHostAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            var reply = await WireClient.AskAsync(HostPaths.From(context.Variable).Socket, RequestKind.Plugins, limit.Token);
            return reply is { ExitCode: 0 } ? JsonElement.Parse(reply.Stdout.Span) : null;
        }
        catch (Exception e) when (e is WireFault or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
