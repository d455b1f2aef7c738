using System.Globalization;
using System.Text.Json;

namespace CniChain.Host.Validation;

/// <summary>A network's file: a standard list, one with cnichain alone, or a single plugin's configuration. Everything found is reported.</summary>
internal sealed class ListCheck(RequestScope scope)
{
    private const int MaxDepth = 8;
    private static readonly string[] s_listKeys =
        ["cniVersion", "cniVersions", "name", "disableCheck", "disableGC", "loadOnlyInlinedPlugins", "plugins"];

    private static readonly string[] s_ownKeys =
        ["type", "capabilities", "chain", "conflist", "args", "disableCheck", "disableGC", "name", "cniVersion", "cniVersions", "runtimeConfig", "prevResult"];

    private readonly ChainOrder _order = new();

    /// <summary>What was found.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>The plugins named.</summary>
    public List<CheckedPlugin> Plugins { get; } = [];

    /// <summary>Whether nothing keeps the network from working, as far as this can see.</summary>
    public bool IsValid => Findings.TrueForAll(f => f.Severity != Severity.Error);

    /// <summary>Checks a file.</summary>
    public async Task RunAsync(string path, CancellationToken cancellationToken)
    {
        if (ConfigFile.Read(path, Findings) is { } file)
        {
            WarnOfWriters(file);
            await CheckRootAsync(file, cancellationToken);
            _order.Check();
        }

        Findings.Sort(static (a, b) => (a.File, a.Place?.Line ?? 0, a.Place?.Column ?? 0).CompareTo((b.File, b.Place?.Line ?? 0, b.Place?.Column ?? 0)));
    }

    private static void WarnOfWriters(ConfigFile file)
    {
        try
        {
            FileTrust.Require(file.Path, "file");
        }
        catch (CniException e)
        {
            file.Warning("", $"{e.Message}; where this file is to be used, it would be refused");
        }
    }

    private async Task CheckRootAsync(ConfigFile file, CancellationToken cancellationToken)
    {
        var chain = new ChainDefinition { Network = ReadName(file), Version = ReadVersion(file), Entries = [], Source = file.Path };
        if (JsonKeys.TryGet(file.Json, "plugins", out var plugins))
        {
            foreach (var key in file.Json.EnumerateObject().Select(m => m.Name).Where(n => !s_listKeys.Contains(n, StringComparer.OrdinalIgnoreCase)))
            {
                var meant = KeySuggestion.Find(key, s_listKeys) is { } near ? $"; did you mean \"{near}\"?" : "";
                file.Warning(key, $"a network list has no key \"{key}\"{meant}");
            }

            await CheckPluginsAsync(file, "plugins", plugins, chain, 0, cancellationToken);
        }
        else if (JsonKeys.TryGet(file.Json, "type", out _))
        {
            await CheckEntryAsync(file, "", file.Json, chain, 0, cancellationToken);
        }
        else
        {
            file.Error("", "there is neither \"plugins\", as a network list has, nor \"type\", as a single plugin has");
        }
    }

    private static string ReadName(ConfigFile file)
    {
        if (!JsonKeys.TryGet(file.Json, "name", out var value))
        {
            file.Error("name", "\"name\" is missing; give the network a name");
        }
        else if (value.ValueKind != JsonValueKind.String || !CniNames.IsNetworkName(value.GetString()))
        {
            file.Error("name", $"\"name\" is {value.GetRawText()}; start with a letter or digit and use only letters, digits, '_', '.' and '-'");
        }
        else
        {
            return value.GetString()!;
        }

        return "unnamed";
    }

    private static CniVersion ReadVersion(ConfigFile file)
    {
        if (!JsonKeys.TryGet(file.Json, "cniVersion", out _) && !JsonKeys.TryGet(file.Json, "cniVersions", out _))
        {
            file.Warning("cniVersion", "\"cniVersion\" is missing, which means 0.1.0; give one such as 1.0.0");
        }

        try
        {
            return VersionChoice.Of(file.Json, "the network");
        }
        catch (CniException e)
        {
            file.Error("cniVersion", e.Details is null ? e.Message : $"{e.Message}; {e.Details}");
            return CniVersion.V1_0_0;
        }
    }

    private async Task CheckPluginsAsync(
        ConfigFile file, string path, JsonElement plugins, ChainDefinition chain, int depth, CancellationToken cancellationToken)
    {
        if (plugins.ValueKind != JsonValueKind.Array || plugins.GetArrayLength() == 0)
        {
            file.Error(path, $"\"{path}\" is not a list of at least one plugin, each an object with a \"type\"");
            return;
        }

        var index = 0;
        foreach (var plugin in plugins.EnumerateArray())
        {
            await CheckEntryAsync(file, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"), plugin, chain, depth, cancellationToken);
        }
    }

    private async Task CheckEntryAsync(
        ConfigFile file, string path, JsonElement json, ChainDefinition chain, int depth, CancellationToken cancellationToken)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            file.Error(path, $"\"{path}\" is {json.GetRawText()}; give an object with a \"type\"");
            return;
        }

        var typePath = path.Length == 0 ? "type" : $"{path}.type";
        if (!JsonKeys.TryGet(json, "type", out var type) || type.ValueKind != JsonValueKind.String || !CniNames.IsPluginType(type.GetString()))
        {
            file.Error(typePath, $"\"{typePath}\" is missing or not a plugin's type; give a file name without '/', such as \"bridge\"");
            return;
        }

        if (type.ValueEquals(ChainReader.OwnType))
        {
            await CheckOwnAsync(file, path, json, chain, depth, cancellationToken);
            return;
        }

        var check = new PluginCheck(scope, file, path, new ChainEntry(type.GetString()!, json, RuntimeShare.Of(json)), chain);
        await check.RunAsync(Plugins, cancellationToken);
        _order.Add(check.InOrder);
    }

    /// <summary>An entry of cnichain itself: the chain in it, and whether the runtime will hand it what that chain asks for.</summary>
    private async Task CheckOwnAsync(
        ConfigFile file, string path, JsonElement json, ChainDefinition chain, int depth, CancellationToken cancellationToken)
    {
        var prefix = path.Length == 0 ? "" : path + ".";
        foreach (var key in json.EnumerateObject().Select(m => m.Name).Where(n => !s_ownKeys.Contains(n, StringComparer.OrdinalIgnoreCase) && !n.Contains('/', StringComparison.Ordinal)))
        {
            var meant = KeySuggestion.Find(key, s_ownKeys) is { } near ? $"; did you mean \"{near}\"?" : "; put it into the plugin of the chain that it is for";
            file.Warning(prefix + key, $"{ChainReader.OwnType} does not know \"{key}\"{meant}");
        }

        var isInline = JsonKeys.TryGet(json, "chain", out var inline);
        var isNamed = JsonKeys.TryGet(json, "conflist", out var named);
        if (isInline == isNamed)
        {
            file.Error(path, isInline
                ? $"\"{prefix}chain\" and \"{prefix}conflist\" are both given; keep one of them"
                : $"\"{prefix}chain\" is missing; list the plugins to run there, or name a conflist file in \"{prefix}conflist\"");
            return;
        }

        if (depth == MaxDepth)
        {
            file.Error(path, $"\"{ChainReader.OwnType}\" is nested deeper than {MaxDepth}; a conflist must not lead back to itself");
            return;
        }

        if (isInline)
        {
            await CheckPluginsAsync(file, prefix + "chain", inline, chain, depth + 1, cancellationToken);
            RequireCapabilities(file, path, json, inline);
        }
        else
        {
            await CheckNamedAsync(file, path, json, prefix + "conflist", named, depth, cancellationToken);
        }
    }

    private async Task CheckNamedAsync(
        ConfigFile file, string path, JsonElement json, string key, JsonElement value, int depth, CancellationToken cancellationToken)
    {
        var target = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (!Path.IsPathRooted(target))
        {
            file.Error(key, $"\"{key}\" is {value.GetRawText()}; give the absolute path of a conflist file");
            return;
        }

        if (ConfigFile.Read(target, Findings) is not { } inner)
        {
            file.Error(key, $"\"{key}\": {target} cannot be used");
            return;
        }

        WarnOfWriters(inner);
        var chain = new ChainDefinition { Network = ReadName(inner), Version = ReadVersion(inner), Entries = [], Source = target };
        if (JsonKeys.TryGet(inner.Json, "plugins", out var plugins))
        {
            await CheckPluginsAsync(inner, "plugins", plugins, chain, depth + 1, cancellationToken);
            RequireCapabilities(file, path, json, plugins);
        }
        else
        {
            inner.Error("plugins", "\"plugins\" is missing");
        }
    }

    /// <summary>The runtime hands the entry only what it declares, so what a plugin inside declares beyond that never comes.</summary>
    private static void RequireCapabilities(ConfigFile file, string path, JsonElement own, JsonElement plugins)
    {
        var declared = new HashSet<string>(RuntimeShare.Declared(own), StringComparer.OrdinalIgnoreCase);
        if (plugins.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var plugin in plugins.EnumerateArray())
        {
            foreach (var name in RuntimeShare.Declared(plugin).Where(declared.Add))
            {
                var key = path.Length == 0 ? "capabilities" : $"{path}.capabilities";
                var type = JsonKeys.TryGet(plugin, "type", out var t) ? t.ToString() : "a plugin";
                file.Error(
                    key,
                    $"{type} in the chain asks for the capability \"{name}\", but the entry around it does not declare it, so the runtime will not send it: "
                    + $"add \"{name}\": true to \"{key}\"");
            }
        }
    }
}
