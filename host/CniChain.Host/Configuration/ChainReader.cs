using System.Globalization;
using System.Text.Json;

namespace CniChain.Host;

/// <summary>Finds the chain that a request's configuration holds or names.</summary>
internal static class ChainReader
{
    /// <summary>The type whose entries are replaced by their own chain.</summary>
    public const string OwnType = "cnichain";

    // A conflist that names itself would never end; nobody nests this deep on purpose.
    private const int MaxDepth = 8;

    /// <summary>Reads the chain of a request.</summary>
    /// <param name="config">The request's configuration.</param>
    /// <param name="asType">The one type to serve with the configuration as it came; null for cnichain itself.</param>
    /// <exception cref="CniException">
    /// Code 7: names the key or file and what to write there. Code 1: a conflist's version is not supported.
    /// </exception>
    public static ChainDefinition Read(RequestConfig config, string? asType)
    {
        if (asType is not null)
        {
            return new ChainDefinition
            {
                Network = config.Name,
                Version = config.Version,
                Entries = [new ChainEntry(asType, config.Json, RuntimeShare.Of(config.Json), Verbatim: true)],
                Source = "stdin",
            };
        }

        var list = FindList(config.Json, "");
        var entries = new List<ChainEntry>();
        Expand(list.Plugins, list.Where, RuntimeShare.Of(config.Json), entries, 0);
        return new ChainDefinition
        {
            Network = list.File?.Name ?? config.Name,
            Version = list.File?.Version ?? config.Version,
            Entries = entries,
            Source = list.Where,
            FromFile = list.File is not null,
            Args = JsonKeys.TryGet(config.Json, "args", out var args) ? args : null,
            DisableCheck = Flags.Read(config.Json, "disableCheck") || list.File is { DisableCheck: true },
            DisableGc = Flags.Read(config.Json, "disableGC") || list.File is { DisableGc: true },
        };
    }

    private static (IReadOnlyList<JsonElement> Plugins, string Where, Conflist? File) FindList(JsonElement entry, string at)
    {
        var inline = JsonKeys.TryGet(entry, "chain", out var chain);
        var named = JsonKeys.TryGet(entry, "conflist", out var path);
        if (inline == named)
        {
            throw Invalid(inline
                ? $"\"{at}chain\" and \"{at}conflist\" are both given; keep one of them"
                : $"\"{at}chain\" is missing; list the plugins to run there, or name a conflist file in \"{at}conflist\"");
        }

        if (named)
        {
            var file = Conflist.Read(path, at + "conflist");
            return (file.Plugins, file.Path, file);
        }

        if (chain.ValueKind != JsonValueKind.Array || chain.GetArrayLength() == 0)
        {
            throw Invalid($"\"{at}chain\" is {Excerpt(chain)}; give a list of at least one plugin, each an object with a \"type\"");
        }

        return ([.. chain.EnumerateArray()], at + "chain", null);
    }

    private static void Expand(IReadOnlyList<JsonElement> plugins, string where, RuntimeShare runtime, List<ChainEntry> entries, int depth)
    {
        for (var i = 0; i < plugins.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{where}[{i}]");
            var type = TypeOf(plugins[i], at, at + ".type");
            if (type != OwnType)
            {
                entries.Add(new ChainEntry(type, plugins[i], runtime));
                continue;
            }

            if (depth == MaxDepth)
            {
                throw Invalid($"\"{at}\" nests \"{OwnType}\" deeper than {MaxDepth}; a conflist must not lead back to itself");
            }

            var list = FindList(plugins[i], at + ".");
            Expand(list.Plugins, list.Where, runtime.For(plugins[i]), entries, depth + 1);
        }
    }

    /// <summary>The type of one plugin of a list.</summary>
    /// <param name="plugin">The plugin's object.</param>
    /// <param name="at">Where it stands, for messages.</param>
    /// <param name="key">Where its type does.</param>
    /// <exception cref="CniException">Code 7: it is no object, or has no type that can be one.</exception>
    internal static string TypeOf(JsonElement plugin, string at, string key)
    {
        if (plugin.ValueKind != JsonValueKind.Object)
        {
            throw Invalid($"\"{at}\" is {Excerpt(plugin)}; give an object with a \"type\"");
        }

        if (!JsonKeys.TryGet(plugin, "type", out var type))
        {
            throw Invalid($"\"{key}\" is missing; give the plugin's type, such as \"bridge\"");
        }

        return type.ValueKind == JsonValueKind.String && CniNames.IsPluginType(type.GetString())
            ? type.GetString()!
            : throw Invalid($"\"{key}\" is {Excerpt(type)}; give a plugin's type, which is a file name without '/'");
    }

    private static string Excerpt(JsonElement json)
    {
        var text = json.GetRawText();
        return text.Length <= 80 ? text : text[..80] + "...";
    }

    private static CniException Invalid(string message) => new(CniErrorCode.InvalidNetworkConfig, message);
}
