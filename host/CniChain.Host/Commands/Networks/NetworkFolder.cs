using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>The folder of network configurations (net.d), searched as libcni does: conflists first, then single plugins, by file name.</summary>
/// <remarks>
/// Unlike there, a file that cannot be read does not hide the networks behind it: it is warned of and passed over. A file that somebody
/// besides root can write is never followed, since its chain runs as root.
/// </remarks>
/// <param name="path">The folder.</param>
/// <param name="warn">Takes a line for the person.</param>
internal sealed class NetworkFolder(string path, Action<string> warn)
{
    /// <summary>Finds a network.</summary>
    /// <exception cref="CniException">Code 7: not there, or its file cannot be used; names the file and what to do.</exception>
    public NetworkList Find(string name)
    {
        var broken = 0;
        foreach (var file in Files())
        {
            try
            {
                var json = Read(file);
                if (NameOf(json) == name)
                {
                    return Load(file, json);
                }
            }
            catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
            {
                broken++;
                warn($"{file} is passed over: {e.Message}");
            }
        }

        throw NotFound(name, broken);
    }

    /// <summary>The names of all networks, without a word about files that cannot be read.</summary>
    public IReadOnlyList<string> Names()
    {
        var names = new List<string>();
        foreach (var file in Files())
        {
            try
            {
                if (NameOf(Read(file)) is { Length: > 0 } name && !names.Contains(name))
                {
                    names.Add(name);
                }
            }
            catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
            {
                // Find says what is wrong with it.
                continue;
            }
        }

        return names;
    }

    private List<string> Files()
    {
        if (!Directory.Exists(path))
        {
            return [];
        }

        var all = Directory.GetFiles(path);
        Array.Sort(all, StringComparer.Ordinal);
        var files = new List<string>(all.Length);
        files.AddRange(all.Where(IsList));
        files.AddRange(all.Where(f => Path.GetExtension(f) is ".conf" or ".json"));
        return files;
    }

    /// <summary>A network from a file of whatever folder.</summary>
    /// <exception cref="CniException">Code 7: it cannot be used.</exception>
    public static NetworkList Load(string file)
    {
        try
        {
            return Load(file, Read(file));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CniException(CniErrorCode.InvalidNetworkConfig, $"{file} cannot be read: {e.Message}", null, e);
        }
    }

    private static NetworkList Load(string file, JsonElement json)
    {
        if (IsList(file))
        {
            var list = Conflist.ReadFile(file, "network");
            return new NetworkList
            {
                Name = list.Name,
                File = file,
                Version = list.Version,
                Plugins = list.Plugins,
                DisableCheck = list.DisableCheck,
                DisableGc = list.DisableGc,
            };
        }

        if (JsonKeys.TryGet(json, "plugins", out _))
        {
            throw new CniException(CniErrorCode.InvalidNetworkConfig, $"{file} holds a list of plugins; rename it to end in .conflist");
        }

        FileTrust.Require(file, "network");
        return new NetworkList
        {
            Name = NameOf(json)!,
            File = file,
            Version = VersionChoice.Of(json, file),
            Plugins = [json],
        };
    }

    private CniException NotFound(string name, int broken)
    {
        var names = Names();
        var known = !Directory.Exists(path) ? "there is no such folder"
            : names.Count > 0 ? $"there {(names.Count == 1 ? "is" : "are")} {string.Join(", ", names)}"
            : "there is none";
        var hint = broken > 0 ? $"; {broken} of its files cannot be read" : "";
        return new CniException(CniErrorCode.InvalidNetworkConfig, $"no network \"{name}\" in {path}: {known}{hint}");
    }

    private static bool IsList(string file) => Path.GetExtension(file) == ".conflist";

    private static JsonElement Read(string file) => JsonElement.Parse(File.ReadAllBytes(file));

    private static string? NameOf(JsonElement json) =>
        JsonKeys.TryGet(json, "name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
}
