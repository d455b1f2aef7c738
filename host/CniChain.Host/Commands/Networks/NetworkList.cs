using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>A network as its file describes it.</summary>
internal sealed record NetworkList
{
    /// <summary>The type of the entry that holds a chain.</summary>
    public const string OwnType = "cnichain";

    public required string Name { get; init; }

    /// <summary>The file it was read from.</summary>
    public required string File { get; init; }

    public required CniVersion Version { get; init; }

    /// <summary>The plugins in the order of ADD; at least one, each an object.</summary>
    public required IReadOnlyList<JsonElement> Plugins { get; init; }

    public bool DisableCheck { get; init; }

    public bool DisableGc { get; init; }

    /// <summary>Whether the network is one entry of cnichain and nothing else.</summary>
    public bool IsOurs =>
        Plugins.Count == 1
        && JsonKeys.TryGet(Plugins[0], "type", out var type)
        && type.ValueKind == JsonValueKind.String
        && type.ValueEquals(OwnType);

    /// <summary>The name the chain goes by: that of the conflist our entry names, else the network's.</summary>
    /// <exception cref="CniException">Code 7: that conflist cannot be used.</exception>
    public string ChainName =>
        IsOurs && JsonKeys.TryGet(Plugins[0], "conflist", out var path) ? Conflist.Read(path, "conflist").Name : Name;

    /// <summary>Every capability some plugin declares, once.</summary>
    public IReadOnlySet<string> Capabilities
    {
        get
        {
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var plugin in Plugins)
            {
                names.UnionWith(RuntimeShare.Declared(plugin));
            }

            return names;
        }
    }

    public bool Declares(string capability) => Capabilities.Contains(capability);
}
