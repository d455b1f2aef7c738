namespace CniChain;

/// <summary>Notes what reading a configuration shows: every problem with its place, and every key that was asked for.</summary>
/// <remarks>
/// Give one to <see cref="NetworkConfig.Parse(System.Text.Json.JsonElement, ConfigReport)"/>; the readers then report to it beside throwing as
/// they do. Keys of an object that nobody
/// asked for are keys nobody knows. Not for use by several threads at once.
/// </remarks>
public sealed class ConfigReport
{
    private readonly List<ConfigFinding> _findings = [];
    private readonly Dictionary<string, HashSet<string>> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _whole = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The problems, in the order they were found.</summary>
    public IReadOnlyList<ConfigFinding> Findings => _findings;

    /// <summary>The keys that were asked for in an object.</summary>
    /// <param name="path">The object's place; empty for the configuration itself.</param>
    /// <returns>The keys, whether the object has them or not; null when the object was not read, or was read as a whole.</returns>
    public IReadOnlyCollection<string>? KeysReadIn(string path) =>
        _keys.TryGetValue(path, out var keys) && !_whole.Contains(path) ? keys : null;

    internal void AddKey(string path, string key)
    {
        if (!_keys.TryGetValue(path, out var keys))
        {
            _keys[path] = keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        }

        keys.Add(key);
    }

    internal void AddWhole(string path) => _whole.Add(path);

    internal void AddFinding(string path, string message) => _findings.Add(new ConfigFinding(path, message));
}
