namespace CniChain.Testing;

/// <summary>Which plugins lie in a node's /opt/cni/bin.</summary>
public enum PluginSet
{
    /// <summary>The installed tree under test, its types reached through links as an installer makes them.</summary>
    CniChain,

    /// <summary>The reference plugins of the machine's package.</summary>
    Reference,
}
