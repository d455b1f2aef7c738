using System.Text.Json;

namespace CniChain.Host;

/// <summary>A standard conflist file, taken as it is, with the plugins from the folder beside it (specification 1.1.0, section 1).</summary>
internal sealed record Conflist
{
    public required string Path { get; init; }

    public required string Name { get; init; }

    public required CniVersion Version { get; init; }

    public required IReadOnlyList<JsonElement> Plugins { get; init; }

    public bool DisableCheck { get; init; }

    public bool DisableGc { get; init; }

    /// <summary>Reads the file that a key names.</summary>
    /// <param name="value">The key's value.</param>
    /// <param name="key">The key, for messages.</param>
    /// <exception cref="CniException">Code 7: names key, file and what is wrong. Code 1: its version is not supported.</exception>
    public static Conflist Read(JsonElement value, string key)
    {
        var path = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (!System.IO.Path.IsPathRooted(path))
        {
            throw Invalid($"\"{key}\" is {value.GetRawText()}; give the absolute path of a conflist file");
        }

        return ReadFile(path, key);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <param name="key">What names it, for messages.</param>
    /// <exception cref="CniException">As for <see cref="Read"/>.</exception>
    public static Conflist ReadFile(string path, string key)
    {
        var json = ReadJson(path, key);
        var name = JsonKeys.TryGet(json, "name", out var n) && n.ValueKind == JsonValueKind.String ? n.GetString() : "";
        if (!CniNames.IsNetworkName(name))
        {
            throw Invalid($"{path}: \"name\" is \"{name}\"; give the network a name of letters, digits, '_', '.' and '-'");
        }

        return new Conflist
        {
            Path = path,
            Name = name!,
            Version = VersionChoice.Of(json, path),
            Plugins = ReadPlugins(json, path, name!),
            DisableCheck = Flags.Read(json, "disableCheck"),
            DisableGc = Flags.Read(json, "disableGC"),
        };
    }

    private static List<JsonElement> ReadPlugins(JsonElement json, string path, string name)
    {
        var plugins = new List<JsonElement>();
        var onlyInlined = Flags.Read(json, "loadOnlyInlinedPlugins");
        if (JsonKeys.TryGet(json, "plugins", out var inlined))
        {
            if (inlined.ValueKind != JsonValueKind.Array || inlined.GetArrayLength() == 0)
            {
                throw Invalid($"{path}: \"plugins\" is not a list of at least one plugin");
            }

            plugins.AddRange(inlined.EnumerateArray());
        }
        else if (onlyInlined)
        {
            throw Invalid($"{path}: \"loadOnlyInlinedPlugins\" is true, but \"plugins\" is missing");
        }

        if (!onlyInlined)
        {
            AddFolder(plugins, System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, name));
        }

        return plugins.Count > 0
            ? plugins
            : throw Invalid($"{path}: there is no plugin; list them in \"plugins\", or put *.conf files in the folder {name} beside it");
    }

    private static void AddFolder(List<JsonElement> plugins, string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var files = Directory.GetFiles(folder, "*.conf");
        Array.Sort(files, StringComparer.Ordinal);
        foreach (var file in files)
        {
            var plugin = ReadJson(file, "plugin file");
            ChainReader.TypeOf(plugin, file, file + ": type");
            plugins.Add(plugin);
        }
    }

    private static JsonElement ReadJson(string path, string key)
    {
        FileTrust.Require(path, key); // first: where it is absent, the message shall name it and not its folder
        FileTrust.Require(System.IO.Path.GetDirectoryName(path)!, key);
        try
        {
            var json = JsonElement.Parse(File.ReadAllBytes(path));
            return json.ValueKind == JsonValueKind.Object ? json : throw Invalid($"{path}: a JSON {json.ValueKind}, not an object");
        }
        catch (JsonException e)
        {
            throw new CniException(CniErrorCode.InvalidNetworkConfig, $"{path} is not JSON: {e.Message}", null, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CniException(CniErrorCode.InvalidNetworkConfig, $"\"{key}\": {path} cannot be read: {e.Message}", null, e);
        }
    }

    private static CniException Invalid(string message) => new(CniErrorCode.InvalidNetworkConfig, message);
}
