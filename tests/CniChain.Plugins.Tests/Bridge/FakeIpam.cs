namespace CniChain.Plugins.Tests.Bridge;

/// <summary>An IPAM plugin that gives what it is told to and counts what it is asked.</summary>
internal sealed class FakeIpam : IIpam
{
    public CniResult? Result { get; init; }

    public CniException? Failure { get; set; }

    /// <summary>What ADD does before it answers.</summary>
    public Action? OnAdd { get; init; }

    public int Deletes { get; private set; }

    public int Checks { get; private set; }

    public int Collections { get; private set; }

    public bool IsConfigured => Result is not null || Failure is not null;

    /// <summary>Gives addresses, written "10.88.0.2/24" or "10.88.0.2/24 via 10.88.0.254".</summary>
    public static FakeIpam Giving(params string[] addresses) => new() { Result = new CniResult { Ips = [.. addresses.Select(Parse)] } };

    public static FakeIpam None() => new();

    public FakeIpam WithRoutes(params CniRoute[] routes) => new() { Result = Result! with { Routes = routes } };

    public Task<CniResult> AddAsync(CancellationToken cancellationToken)
    {
        OnAdd?.Invoke();
        return Failure is null ? Task.FromResult(Result!) : Task.FromException<CniResult>(Failure);
    }

    public Task DelAsync(CancellationToken cancellationToken)
    {
        Deletes++;
        return Task.CompletedTask;
    }

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        Checks++;
        return Task.CompletedTask;
    }

    public Task StatusAsync(CancellationToken cancellationToken) =>
        Failure is null ? Task.CompletedTask : Task.FromException(Failure);

    public Task GcAsync(CancellationToken cancellationToken)
    {
        Collections++;
        return Task.CompletedTask;
    }

    private static CniIp Parse(string text)
    {
        var parts = text.Split(" via ");
        Assert.True(IpPrefix.TryParse(parts[0], out var address));
        return new CniIp { Address = address, Gateway = parts.Length > 1 ? System.Net.IPAddress.Parse(parts[1]) : null };
    }
}
