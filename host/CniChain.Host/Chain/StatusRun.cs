namespace CniChain.Host;

/// <summary>STATUS of a whole chain: the first plugin that is not ready answers for it, its code unchanged.</summary>
internal sealed class StatusRun(RequestScope scope, Subject subject)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ResolveAll();
        var runner = new StepRunner(scope, subject);
        foreach (var entry in subject.Chain.Entries)
        {
            await runner.RunAsync(entry, CniVerb.Status, null, null, cancellationToken);
        }
    }

    /// <summary>A chain that cannot be read, or a plugin that is not there, means "not ready": code 50 instead of ADD's 7.</summary>
    public static CniException NotReady(CniException e) =>
        e.Code == CniErrorCode.InvalidNetworkConfig ? NotAvailable(e) : e;

    /// <summary>What ADD would find missing or not loadable before it touched anything is "not ready" too, whatever its code there.</summary>
    private void ResolveAll()
    {
        try
        {
            scope.Resolver.ResolveAll(subject.Chain);
        }
        catch (CniException e)
        {
            throw NotAvailable(e);
        }
    }

    private static CniException NotAvailable(CniException e) => new(CniErrorCode.PluginNotAvailable, e.Message, e.Details, e);
}
