namespace CniChain.Plugins.Tests.Portmap;

/// <summary>portmap has no addresses to ask for.</summary>
internal sealed class NoIpam : IIpam
{
    public bool IsConfigured => false;

    public Task<CniResult> AddAsync(CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task DelAsync(CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task CheckAsync(CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task StatusAsync(CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task GcAsync(CancellationToken cancellationToken) => throw new InvalidOperationException();
}
