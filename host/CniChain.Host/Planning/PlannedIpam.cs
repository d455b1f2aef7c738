namespace CniChain.Host.Planning;

/// <summary>The IPAM plugin of a plugin that plans: ADD says what would be given, and nothing else can be asked.</summary>
internal sealed class PlannedIpam(ChainPlan plan, NetworkConfig config, CniResult? prevResult) : IIpam
{
    public bool IsConfigured => true;

    public Task<CniResult> AddAsync(CancellationToken cancellationToken) => plan.AskIpamAsync(config, prevResult, cancellationToken);

    public Task DelAsync(CancellationToken cancellationToken) => throw Refuse();

    public Task CheckAsync(CancellationToken cancellationToken) => throw Refuse();

    public Task StatusAsync(CancellationToken cancellationToken) => throw Refuse();

    public Task GcAsync(CancellationToken cancellationToken) => throw Refuse();

    private static InvalidOperationException Refuse() => new("a plan asks for addresses, and for nothing else");
}
