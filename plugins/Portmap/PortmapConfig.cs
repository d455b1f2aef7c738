using CniChain.Plugins.Portmap.Conditions;
using CniChain.Plugins.Portmap.Configuration;

namespace CniChain.Plugins.Portmap;

/// <summary>The configuration of the type <c>portmap</c>; see README.md.</summary>
internal sealed record PortmapConfig
{
    /// <summary>
    /// "snat": whether the container, its neighbours on the subnet and the node's 127.0.0.1 reach the published port too, which takes
    /// rewriting the source of their connections. Default true.
    /// </summary>
    public bool Snat { get; init; } = true;

    /// <summary>"masqAll": whether every connection to a published port gets the node's address as its source. Default false.</summary>
    public bool MasqAll { get; init; }

    /// <summary>
    /// "markMasqBit": 0 to 31; connections to the published ports whose packet mark has this bit get the node's address as their source.
    /// Null (the key is absent): no mark is looked at.
    /// </summary>
    public int? MarkMasqBit { get; init; }

    /// <summary>"conditionsV4": what else a packet must be like for an IPv4 mapping to apply; null means nothing.</summary>
    public ConditionSet? ConditionsV4 { get; init; }

    /// <summary>"conditionsV6": the same for IPv6.</summary>
    public ConditionSet? ConditionsV6 { get; init; }

    /// <summary>"runtimeConfig.portMappings", ranges taken apart; empty when the runtime sent none.</summary>
    public IReadOnlyList<PortMapping> Mappings { get; init; } = [];
}
