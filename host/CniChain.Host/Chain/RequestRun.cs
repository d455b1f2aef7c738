namespace CniChain.Host;

/// <summary>One request whose environment, configuration and version are in order: opens what the verb needs and runs the chain.</summary>
internal sealed class RequestRun(RequestScope scope, RequestConfig config, CniVerb verb)
{
    private readonly CniRequest _request = scope.Request;

    private string? As => _request.AsType;

    /// <summary>What an ADD made, once it is done.</summary>
    public JournalEntry? Made { get; private set; }

    /// <summary>Runs the verb.</summary>
    /// <returns>What goes to stdout; empty for every verb but ADD, REPAIR, and a GC that is to report.</returns>
    /// <exception cref="CniException">Whatever failed.</exception>
    public async Task<byte[]> RunAsync(CancellationToken cancellationToken)
    {
        switch (verb)
        {
            case CniVerb.Add:
                return await AddAsync(cancellationToken);
            case CniVerb.Del:
                await DelAsync(cancellationToken);
                break;
            case CniVerb.Check:
                await CheckAsync(cancellationToken);
                break;
            case CniVerb.Status:
                await StatusAsync(cancellationToken);
                break;
            case CniVerb.Gc:
                return await GcAsync(cancellationToken);
            case CniVerb.Repair:
                return RepairReply.ToUtf8(await new RepairRun(scope, RepairRequest.Read(config)).RunAsync(cancellationToken));
            default:
                throw new InvalidOperationException($"{verb} is answered before");
        }

        return [];
    }

    private async Task<byte[]> AddAsync(CancellationToken cancellationToken)
    {
        using var guard = NetnsGuard.Open(_request, verb, false, scope.Log);
        var chain = ChainReader.Read(config, As);
        var subject = NewSubject(chain, guard);
        var outer = PrevResult.Read(config.Json, config.Version);
        var run = new AddRun(scope, subject, KeyOf(chain));
        var stdout = await run.RunAsync(outer, config.Version, cancellationToken);
        Made = run.Made;
        return stdout;
    }

    private async Task DelAsync(CancellationToken cancellationToken)
    {
        var outer = PrevResult.ReadOrWarn(config.Json, config.Version, scope.Log);
        var (chain, entry) = new DelChain(scope, config, As).Choose();
        using var guard = NetnsGuard.Open(_request, verb, outer is not null || entry is not null, scope.Log);
        await new DelRun(scope, NewSubject(chain, guard), KeyOf(chain)).RunAsync(outer, entry, cancellationToken);
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var guard = NetnsGuard.Open(_request, verb, false, scope.Log);
        var chain = ChainReader.Read(config, As);
        var result = PrevResult.Read(config.Json, config.Version) ?? scope.Journal.Read(KeyOf(chain), out _)?.Result;
        await new CheckRun(scope, NewSubject(chain, guard)).RunAsync(result, cancellationToken);
    }

    private async Task StatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            var chain = ReadChain();
            foreach (var missing in Capabilities.Undeclared(config.Json, chain))
            {
                scope.Log.Warn(missing);
            }

            await new StatusRun(scope, new Subject { Chain = chain }).RunAsync(cancellationToken);
        }
        catch (CniException e)
        {
            throw StatusRun.NotReady(e);
        }
    }

    private async Task<byte[]> GcAsync(CancellationToken cancellationToken)
    {
        var chain = ReadChain();
        var subject = new Subject { Chain = chain, Valid = GcList.Read(config.Json, chain.Network) };
        var run = new GcRun(scope, subject, As);
        if (GcReport.IsWanted(config, out var dryRun))
        {
            return GcReply.ToUtf8(await new GcReport(new StaleObjects(scope, subject, run), run).RunAsync(dryRun, cancellationToken));
        }

        await run.RunAsync(cancellationToken);
        return [];
    }

    /// <summary>The chain for STATUS and GC: executables that are older than these verbs must not be asked.</summary>
    private ChainDefinition ReadChain()
    {
        var chain = ChainReader.Read(config, As);
        return _request.PluginVersion is { } version && version < chain.Version ? chain with { Version = version } : chain;
    }

    private Subject NewSubject(ChainDefinition chain, NetnsGuard guard) => new()
    {
        Chain = chain,
        Attachment = new Attachment(chain.Network, _request.ContainerId, _request.IfName),
        NetnsPath = guard.Path,
        Netns = guard.Netns,
        Args = EnvironmentRules.ReadArgs(_request.Args, verb, scope.Log),
    };

    private AttachmentKey KeyOf(ChainDefinition chain) => AttachmentKey.Of(_request, chain.Network);
}
