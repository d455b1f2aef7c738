namespace CniChain.Abstractions.Tests;

/// <summary>An IPAM plugin that remembers what it was asked.</summary>
internal sealed class RecordingIpam(bool configured) : IIpam
{
    public List<string> Calls { get; } = [];

    public bool IsConfigured => configured;

    public Task<CniResult> AddAsync(CancellationToken cancellationToken)
    {
        Calls.Add("ADD");
        return Task.FromResult(CniResult.Empty);
    }

    public Task DelAsync(CancellationToken cancellationToken) => Note("DEL");

    public Task CheckAsync(CancellationToken cancellationToken) => Note("CHECK");

    public Task StatusAsync(CancellationToken cancellationToken) => Note("STATUS");

    public Task GcAsync(CancellationToken cancellationToken) => Note("GC");

    private Task Note(string verb)
    {
        Calls.Add(verb);
        return Task.CompletedTask;
    }
}
