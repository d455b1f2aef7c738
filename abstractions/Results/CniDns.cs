namespace CniChain;

/// <summary>The "dns" of a result or configuration: what belongs into the container's resolv.conf.</summary>
public sealed record CniDns
{
    /// <summary>No settings.</summary>
    public static CniDns Empty { get; } = new();

    /// <summary>Name servers in order of preference, addresses as text.</summary>
    public IReadOnlyList<string> Nameservers { get; init; } = [];

    /// <summary>The local domain; null for none.</summary>
    public string? Domain { get; init; }

    /// <summary>Search domains in order.</summary>
    public IReadOnlyList<string> Search { get; init; } = [];

    /// <summary>Resolver options such as "ndots:5".</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Whether nothing is set.</summary>
    public bool IsEmpty => Nameservers.Count == 0 && string.IsNullOrEmpty(Domain) && Search.Count == 0 && Options.Count == 0;

    /// <summary>Reads a "dns" object.</summary>
    /// <param name="section">The section holding the key "dns".</param>
    /// <returns>The settings; <see cref="Empty"/> when the key is absent.</returns>
    /// <exception cref="CniException">Code 7: a value of the wrong type.</exception>
    public static CniDns Read(ConfigSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return section.GetSection("dns") is { } dns
            ? new CniDns
            {
                Nameservers = dns.GetStrings("nameservers"),
                Domain = dns.GetString("domain") is { Length: > 0 } domain ? domain : null,
                Search = dns.GetStrings("search"),
                Options = dns.GetStrings("options"),
            }
            : Empty;
    }
}
