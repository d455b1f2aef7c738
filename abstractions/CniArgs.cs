using System.Diagnostics.CodeAnalysis;

namespace CniChain;

/// <summary>CNI_ARGS: <c>KEY=value;KEY=value</c>. Keys are matched with their case, as the reference plugins do.</summary>
public sealed class CniArgs
{
    private readonly Dictionary<string, string> _values;

    private CniArgs(string text, Dictionary<string, string> values)
    {
        Text = text;
        _values = values;
    }

    /// <summary>No arguments.</summary>
    public static CniArgs Empty { get; } = new("", []);

    /// <summary>The variable's text as it came; empty when there was none.</summary>
    public string Text { get; }

    /// <summary>Whether IgnoreUnknown is set: "1", or "true" in any case, as libcni takes it.</summary>
    public bool IgnoreUnknown =>
        _values.TryGetValue("IgnoreUnknown", out var v) && (v == "1" || v.Equals("true", StringComparison.OrdinalIgnoreCase));

    /// <summary>Every key and value, IgnoreUnknown included.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The value of a key, or null when the key is absent.</summary>
    /// <param name="key">The key, such as "IP" or "K8S_POD_NAME".</param>
    public string? this[string key] => _values.GetValueOrDefault(key);

    /// <summary>Reads the variable.</summary>
    /// <param name="text">The text; null or empty means no arguments.</param>
    /// <returns>The arguments; a key given twice keeps its last value.</returns>
    /// <exception cref="CniException">Code 4: a part that does not hold exactly one '='.</exception>
    public static CniArgs Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return Empty;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || pair.IndexOf('=', at + 1) >= 0)
            {
                throw new CniException(
                    CniErrorCode.InvalidEnvironment,
                    $"CNI_ARGS: \"{pair}\" is not of the form KEY=value; separate pairs with ';' and give each exactly one '='");
            }

            values[pair[..at]] = pair[(at + 1)..];
        }

        return new CniArgs(text, values);
    }

    /// <summary>Refuses keys a plugin does not know, unless IgnoreUnknown is set.</summary>
    /// <param name="known">The keys the plugin reads.</param>
    /// <exception cref="CniException">Code 4: names every unknown key, or the value of IgnoreUnknown that is none.</exception>
    public void RefuseUnknown(params ReadOnlySpan<string> known)
    {
        if (IgnoreUnknown)
        {
            return;
        }

        if (_values.TryGetValue("IgnoreUnknown", out var text) && text != "0" && !text.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            throw new CniException(CniErrorCode.InvalidEnvironment, $"CNI_ARGS: IgnoreUnknown is \"{text}\"; give 1 or 0");
        }

        List<string>? unknown = null;
        foreach (var key in _values.Keys)
        {
            if (key != "IgnoreUnknown" && !known.Contains(key))
            {
                (unknown ??= []).Add(key);
            }
        }

        if (unknown is not null)
        {
            throw new CniException(
                CniErrorCode.InvalidEnvironment,
                $"CNI_ARGS: unknown key {string.Join(", ", unknown)}; remove it, or add IgnoreUnknown=1");
        }
    }

    /// <summary>Whether a key is there, and its value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, when the method returns true.</param>
    /// <returns>True when present.</returns>
    public bool TryGet(string key, [NotNullWhen(true)] out string? value) => _values.TryGetValue(key, out value);
}
