using System.Globalization;
using System.Net;
using System.Text.Json;

namespace CniChain;

/// <summary>One JSON object of a network configuration, read by type, with errors that name the key, the value and what to write.</summary>
/// <remarks>
/// Keys match without regard to case. A key that is absent or null gives the default. A value of the wrong type or out of range
/// throws <see cref="CniException"/> with code 7; inside <see cref="NetworkConfig.Read{T}"/> it is collected instead, the default is
/// returned, and one exception names every problem at the end.
/// </remarks>
public sealed class ConfigSection
{
    private readonly JsonElement _json;
    private readonly ConfigProblems? _problems;
    private readonly ConfigReport? _report;

    internal ConfigSection(JsonElement json, string path, ConfigProblems? problems, ConfigReport? report = null)
    {
        _json = json;
        Path = path;
        _problems = problems;
        _report = report;
    }

    /// <summary>The object itself, for what the typed readers don't cover. A <see cref="ConfigReport"/> then takes all its keys for known.</summary>
    public JsonElement Json
    {
        get
        {
            _report?.AddWhole(Path);
            return _json;
        }
    }

    /// <summary>Where the object stands, such as "ipam.ranges[0][1]"; empty for the configuration itself.</summary>
    public string Path { get; }

    /// <summary>Whether the key is there and not null.</summary>
    /// <param name="key">The key.</param>
    /// <returns>True when there is a value.</returns>
    public bool Has(string key) => TryFind(key, out _);

    /// <summary>A value as it stands, for one that may be of several types; <see cref="Invalid"/> reports what is wrong with it.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The value; null when absent.</returns>
    public JsonElement? GetJson(string key) => TryFind(key, out var v) ? v : null;

    /// <summary>A text.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text, possibly empty; null when absent.</returns>
    public string? GetString(string key) => TryGet(key, JsonValueKind.String, "a string", out var v) ? v.GetString() : null;

    /// <summary>A truth value. Only JSON true and false count.</summary>
    /// <param name="key">The key.</param>
    /// <param name="defaultValue">What absent means.</param>
    /// <returns>The value.</returns>
    public bool GetBool(string key, bool defaultValue = false) => GetOptionalBool(key) ?? defaultValue;

    /// <summary>A truth value whose absence means something of its own.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The value; null when absent.</returns>
    public bool? GetOptionalBool(string key)
    {
        if (!TryFind(key, out var v))
        {
            return null;
        }

        if (v.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return v.GetBoolean();
        }

        Report(key, v, "true or false");
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    /// <param name="key">The key.</param>
    /// <param name="min">The least value allowed.</param>
    /// <param name="max">The greatest value allowed.</param>
    /// <returns>The number; null when absent.</returns>
    public long? GetInteger(string key, long min = int.MinValue, long max = int.MaxValue)
    {
        if (!TryFind(key, out var v))
        {
            return null;
        }

        if (v.ValueKind == JsonValueKind.Number && v.TryGetInt64(out var number) && number >= min && number <= max)
        {
            return number;
        }

        Report(key, v, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"));
        return null;
    }

    /// <summary>An IP address, without a prefix length.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The address; null when absent or an empty string.</returns>
    public IPAddress? GetAddress(string key)
    {
        var text = GetString(key);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (IpPrefix.TryParseAddress(text, out var address))
        {
            return address;
        }

        Report(key, text, "an IP address such as 10.88.0.1");
        return null;
    }

    /// <summary>An address with a prefix length, host bits kept.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The prefix; null when absent or an empty string.</returns>
    public IpPrefix? GetPrefix(string key)
    {
        var text = GetString(key);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (IpPrefix.TryParse(text, out var prefix))
        {
            return prefix;
        }

        Report(key, text, "an address with a prefix length such as 10.88.0.0/16");
        return null;
    }

    /// <summary>A list of texts.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The list; empty when absent.</returns>
    public IReadOnlyList<string> GetStrings(string key)
    {
        if (!TryGet(key, JsonValueKind.Array, "a list of strings", out var array))
        {
            return [];
        }

        var list = new List<string>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String)
            {
                list.Add(item.GetString()!);
            }
            else
            {
                Report(key, item, "a list of strings");
            }
        }

        return list;
    }

    /// <summary>An object.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The section; null when absent.</returns>
    public ConfigSection? GetSection(string key) =>
        TryGet(key, JsonValueKind.Object, "an object", out var v) ? new ConfigSection(v, PathOf(key), _problems, _report) : null;

    /// <summary>A list of objects.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The sections; empty when absent.</returns>
    public IReadOnlyList<ConfigSection> GetSections(string key) =>
        TryGet(key, JsonValueKind.Array, "a list of objects", out var array) ? Objects(key, PathOf(key), array) : [];

    /// <summary>A list of lists of objects, as host-local's "ranges".</summary>
    /// <param name="key">The key.</param>
    /// <returns>The lists; empty when absent.</returns>
    public IReadOnlyList<IReadOnlyList<ConfigSection>> GetSectionLists(string key)
    {
        if (!TryGet(key, JsonValueKind.Array, "a list of lists of objects", out var outer))
        {
            return [];
        }

        var lists = new List<IReadOnlyList<ConfigSection>>();
        var index = 0;
        foreach (var inner in outer.EnumerateArray())
        {
            if (inner.ValueKind == JsonValueKind.Array)
            {
                lists.Add(Objects(key, string.Create(CultureInfo.InvariantCulture, $"{PathOf(key)}[{index}]"), inner));
            }
            else
            {
                Report(key, inner, "a list of lists of objects");
            }

            index++;
        }

        return lists;
    }

    /// <summary>Reports a problem with a key that only its reader can see: throws, or collects (see the class).</summary>
    /// <param name="key">The key.</param>
    /// <param name="problem">The rest of the sentence after the quoted key: 'is "x"; give ...'.</param>
    /// <exception cref="CniException">Code 7, when problems are not being collected.</exception>
    public void Invalid(string key, string problem)
    {
        var text = $"\"{PathOf(key)}\" {problem}";
        _report?.AddFinding(PathOf(key), text);
        if (_problems is null)
        {
            throw new CniException(CniErrorCode.InvalidNetworkConfig, text);
        }

        _problems.Add(text);
    }

    private bool TryFind(string key, out JsonElement value)
    {
        _report?.AddKey(Path, key);
        return JsonKeys.TryGet(_json, key, out value);
    }

    private bool TryGet(string key, JsonValueKind kind, string wanted, out JsonElement value)
    {
        if (!TryFind(key, out value))
        {
            return false;
        }

        if (value.ValueKind == kind)
        {
            return true;
        }

        Report(key, value, wanted);
        return false;
    }

    private List<ConfigSection> Objects(string key, string path, JsonElement array)
    {
        var list = new List<ConfigSection>(array.GetArrayLength());
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                list.Add(new ConfigSection(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), _problems, _report));
            }
            else
            {
                Report(key, item, "a list of objects");
            }

            index++;
        }

        return list;
    }

    private string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    private void Report(string key, JsonElement value, string wanted) =>
        Invalid(key, $"is {Excerpt(value.GetRawText())}; give {wanted}");

    private void Report(string key, string value, string wanted) => Invalid(key, $"is \"{Excerpt(value)}\"; give {wanted}");

    private static string Excerpt(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
