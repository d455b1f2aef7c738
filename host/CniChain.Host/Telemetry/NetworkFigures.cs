using System.Diagnostics;
using CniChain.Linux;

namespace CniChain.Host;

/// <summary>Has plugins count what the networks of the journal hold (<see cref="ICniFigures"/>), once, when a host starts that exports metrics.</summary>
/// <remarks>By the chain of each network's last ADD, in this process's own network namespace: no caller has handed in another yet.</remarks>
internal sealed class NetworkFigures(ChainHost chain, Stream stderr)
{
    /// <summary>Counts. A failure is told in the log: the network's next operation counts anyway.</summary>
    public async Task CountAsync(ICniLog log, CancellationToken cancellationToken)
    {
        try
        {
            using var hostNetns = NetworkNamespace.OpenCurrent();
            using var unseen = StartUnseen();
            var scope = chain.NewScope(new CniRequest { Command = "", Path = Commands.PluginPath.Default, HostNetns = hostNetns, Stderr = stderr });
            using var plugins = scope.Resolver;
            foreach (var network in LastAdds(scope.Journal))
            {
                await CountAsync(scope, network, cancellationToken);
            }
        }
        catch (Exception e) when (e is CniException or LinuxException or OperationCanceledException)
        {
            log.Warn($"what the networks hold is not counted before their first operation: {e.Message}");
        }
    }

    /// <summary>A network may be served whole or, by a runtime that calls our types by their names, plugin by plugin.</summary>
    private static IEnumerable<ChainDefinition> LastAdds(AttachmentJournal journal) => journal.List(null, out _)
        .GroupBy(static e => (e.Key.Attachment.Network, e.Key.As))
        .Select(static network => network.MaxBy(static e => e.Created)!.Chain);

    private static async Task CountAsync(RequestScope scope, ChainDefinition chain, CancellationToken cancellationToken)
    {
        foreach (var step in chain.Entries)
        {
            try
            {
                foreach (var (plugin, call) in StepPlugins.Of(scope, new Subject { Chain = chain }, step, CniVerb.Status))
                {
                    await plugin.CountAsync(call, cancellationToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                scope.Log.Warn($"what {step.Type} holds for {chain.Network} is not counted before its first operation: {e.Message}");
            }
        }
    }

    /// <summary>What plugins ask the kernel here belongs to no call: under a parent that is not sampled it is no trace of its own.</summary>
    private static Activity StartUnseen() =>
        new Activity("count").SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None).Start();
}
