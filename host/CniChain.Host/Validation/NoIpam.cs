namespace CniChain.Host.Validation;

/// <summary>The IPAM plugin of a context in which nothing may be asked for.</summary>
internal sealed class NoIpam : IIpam
{
    public static NoIpam Instance { get; } = new();

    public bool IsConfigured => false;

    public Task<CniResult> AddAsync(CancellationToken cancellationToken) => throw Refuse();

    public Task DelAsync(CancellationToken cancellationToken) => throw Refuse();

    public Task CheckAsync(CancellationToken cancellationToken) => throw Refuse();

    public Task StatusAsync(CancellationToken cancellationToken) => throw Refuse();

    public Task GcAsync(CancellationToken cancellationToken) => throw Refuse();

    private static InvalidOperationException Refuse() => new("a configuration is looked at, and nothing else");
}
