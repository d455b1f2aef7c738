namespace CniChain.Testing;

/// <summary>An IPAM plugin that gives what a test says and remembers what it was asked.</summary>
public sealed class FakeIpam : IIpam
{
    private readonly List<CniVerb> _calls = [];

    /// <summary>One that is configured and gives these addresses.</summary>
    /// <param name="addresses">The addresses, as "10.1.0.2/24".</param>
    /// <returns>The plugin.</returns>
    /// <exception cref="FormatException">A text is no address with a prefix length.</exception>
    public static FakeIpam Giving(params ReadOnlySpan<string> addresses)
    {
        var ips = new List<CniIp>();
        foreach (var text in addresses)
        {
            ips.Add(IpPrefix.TryParse(text, out var prefix)
                ? new CniIp { Address = prefix }
                : throw new FormatException($"\"{text}\" is not an address with its prefix length, such as 10.1.0.2/24"));
        }

        return new FakeIpam { IsConfigured = true, Result = new CniResult { Ips = ips } };
    }

    /// <inheritdoc />
    public bool IsConfigured { get; init; }

    /// <summary>What ADD returns.</summary>
    public CniResult Result { get; init; } = CniResult.Empty;

    /// <summary>What every call throws; null for none.</summary>
    public CniException? Failure { get; set; }

    /// <summary>The calls so far, in order.</summary>
    public IReadOnlyList<CniVerb> Calls
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls];
            }
        }
    }

    /// <inheritdoc />
    public Task<CniResult> AddAsync(CancellationToken cancellationToken)
    {
        Record(CniVerb.Add);
        return Task.FromResult(Result);
    }

    /// <inheritdoc />
    public Task DelAsync(CancellationToken cancellationToken) => Record(CniVerb.Del);

    /// <inheritdoc />
    public Task CheckAsync(CancellationToken cancellationToken) => Record(CniVerb.Check);

    /// <inheritdoc />
    public Task StatusAsync(CancellationToken cancellationToken) => Record(CniVerb.Status);

    /// <inheritdoc />
    public Task GcAsync(CancellationToken cancellationToken) => Record(CniVerb.Gc);

    private Task Record(CniVerb verb)
    {
        lock (_calls)
        {
            _calls.Add(verb);
        }

        return Failure is null ? Task.CompletedTask : throw Failure;
    }
}
