using CniChain.Linux;

namespace CniChain.Host.Commands;

/// <summary>STATUS, GC or REPAIR of a network, ready to be asked of the host.</summary>
/// <param name="Context">The world around.</param>
/// <param name="List">The network.</param>
/// <param name="CniPath">Where executable plugins lie.</param>
internal sealed record NetworkCall(CommandContext Context, NetworkList List, string CniPath)
{
    /// <summary>Asks the host for its STATUS.</summary>
    public Task<CniReply> StatusAsync(CancellationToken cancellationToken) => ServeAsync(CniVerb.Status, null, null, cancellationToken);

    /// <summary>Asks the host for a GC that reports (<see cref="GcReply"/>).</summary>
    /// <param name="valid">GC's list.</param>
    /// <param name="dryRun">Only list.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CniReply> CollectAsync(IReadOnlyList<Attachment> valid, bool dryRun, CancellationToken cancellationToken) =>
        ServeAsync(CniVerb.Gc, valid, dryRun, cancellationToken);

    /// <summary>Asks the host for a REPAIR.</summary>
    public Task<CniReply> RepairAsync(bool dryRun, CancellationToken cancellationToken) =>
        ServeAsync(CniVerb.Repair, null, dryRun, cancellationToken);

    private async Task<CniReply> ServeAsync(CniVerb verb, IReadOnlyList<Attachment>? valid, bool? dryRun, CancellationToken cancellationToken)
    {
        using var hostNetns = NetworkNamespace.OpenCurrent();
        var request = new CniRequest
        {
            Command = Verbs.Name(verb),
            Path = CniPath,
            // Both verbs came with 1.1.0. A list written for an older runtime has those of its plugins asked that know them: ours.
            Config = NetworkRequest.Write(List, CniVersion.V1_1_0, RuntimeArguments.None, valid, dryRun),
            PluginVersion = List.Version,
            Environment = Context.Inherited,
            HostNetns = hostNetns,
            Stderr = Context.PluginError,
        };
        return await Context.Serve(request, cancellationToken);
    }
}
