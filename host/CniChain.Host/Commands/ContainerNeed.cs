namespace CniChain.Host.Commands;

/// <summary>How much of a container a command must be told.</summary>
internal enum ContainerNeed
{
    /// <summary>Its namespace.</summary>
    Namespace,

    /// <summary>Its namespace, or the id it was attached with.</summary>
    NamespaceOrId,

    /// <summary>Nothing: the container need not exist.</summary>
    Optional,
}
