using CniChain.Linux;

namespace CniChain.Host;

/// <summary>What a verb is done to: an attachment with its namespace and arguments, or, for STATUS and GC, a network alone.</summary>
internal sealed record Subject
{
    public required ChainDefinition Chain { get; init; }

    /// <summary>Null for STATUS and GC.</summary>
    public Attachment? Attachment { get; init; }

    /// <summary>CNI_NETNS as plugins are told it.</summary>
    public string NetnsPath { get; init; } = "";

    /// <summary>The open namespace; null when there is none (any more).</summary>
    public NetworkNamespace? Netns { get; init; }

    public CniArgs Args { get; init; } = CniArgs.Empty;

    /// <summary>GC: what is valid; null for other verbs.</summary>
    public IReadOnlyList<Attachment>? Valid { get; init; }
}
