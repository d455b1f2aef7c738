namespace CniChain.Plugins.Tests.Ipam;

/// <summary>What an IPAM plugin itself gets: it has no business calling another.</summary>
internal sealed class NoIpam : IIpam
{
    public static NoIpam Instance { get; } = new();

    public bool IsConfigured => false;

    public Task<CniResult> AddAsync(CancellationToken cancellationToken) => throw Unexpected();

    public Task DelAsync(CancellationToken cancellationToken) => throw Unexpected();

    public Task CheckAsync(CancellationToken cancellationToken) => throw Unexpected();

    public Task StatusAsync(CancellationToken cancellationToken) => throw Unexpected();

    public Task GcAsync(CancellationToken cancellationToken) => throw Unexpected();

    private static InvalidOperationException Unexpected() => new("an IPAM plugin called an IPAM plugin");
}
