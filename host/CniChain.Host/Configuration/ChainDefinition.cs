using System.Text.Json;

namespace CniChain.Host;

/// <summary>A chain, ready to be run: which plugins, for which network, in which version.</summary>
internal sealed record ChainDefinition
{
    /// <summary>The network's name: the conflist's own, else that of the request.</summary>
    public required string Network { get; init; }

    /// <summary>The version the plugins are spoken to in.</summary>
    public required CniVersion Version { get; init; }

    /// <summary>The plugins in the order of ADD; at least one.</summary>
    public required IReadOnlyList<ChainEntry> Entries { get; init; }

    /// <summary>Where the chain is written, for messages: "chain" or the conflist's path.</summary>
    public required string Source { get; init; }

    /// <summary>Whether the chain stands in a file that may have changed since ADD.</summary>
    public bool FromFile { get; init; }

    /// <summary>"args" of the entry around the chain, which the runtime injects there; given to plugins without their own.</summary>
    public JsonElement? Args { get; init; }

    /// <summary>CHECK is not wanted.</summary>
    public bool DisableCheck { get; init; }

    /// <summary>GC is not wanted, as where two runtimes share one network.</summary>
    public bool DisableGc { get; init; }

    /// <summary>Whether both name the same types in the same order.</summary>
    public bool HasSameTypesAs(ChainDefinition other)
    {
        if (Entries.Count != other.Entries.Count)
        {
            return false;
        }

        for (var i = 0; i < Entries.Count; i++)
        {
            if (Entries[i].Type != other.Entries[i].Type)
            {
                return false;
            }
        }

        return true;
    }
}
