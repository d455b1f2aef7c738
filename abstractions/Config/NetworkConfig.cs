using System.Text.Json;

namespace CniChain;

/// <summary>The configuration of one plugin as the host derived it (CNI specification 1.1.0, section 3, "Deriving request configuration").</summary>
public sealed class NetworkConfig
{
    private readonly ConfigReport? _report;

    private NetworkConfig(JsonElement json, string name, string type, CniVersion version, ConfigReport? report)
    {
        Json = json;
        _report = report;
        Name = name;
        Type = type;
        CniVersion = version;
        Root = new ConfigSection(json, "", null, report);
    }

    /// <summary>The network's name. Matches the specification's expression.</summary>
    public string Name { get; }

    /// <summary>The plugin's type.</summary>
    public string Type { get; }

    /// <summary>The version the result is to be written in.</summary>
    public CniVersion CniVersion { get; }

    /// <summary>The whole configuration, unknown keys included; readers throw on the first problem.</summary>
    public ConfigSection Root { get; }

    /// <summary>The configuration's JSON.</summary>
    public JsonElement Json { get; }

    /// <summary>The type of the "ipam" section; null when there is no section or its type is empty.</summary>
    public string? IpamType => Root.GetSection("ipam")?.GetString("type") is { Length: > 0 } type ? type : null;

    /// <summary>Wraps a configuration.</summary>
    /// <param name="json">A JSON object whose document lives at least as long as this object.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="CniException">
    /// Code 6: not an object, or cniVersion does not parse. Code 7: name or type is missing or not valid.
    /// </exception>
    public static NetworkConfig Parse(JsonElement json) => Parse(json, null);

    /// <summary>Wraps a configuration and reports what reading it shows.</summary>
    /// <param name="json">A JSON object whose document lives at least as long as this object.</param>
    /// <param name="report">Notes what reading the configuration shows; null for nothing.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="CniException">
    /// Code 6: not an object, or cniVersion does not parse. Code 7: name or type is missing or not valid.
    /// </exception>
    public static NetworkConfig Parse(JsonElement json, ConfigReport? report)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new CniException(CniErrorCode.DecodingFailure, $"the network configuration is a JSON {json.ValueKind}, not an object");
        }

        var root = new ConfigSection(json, "", null, report);
        var versionText = root.GetString("cniVersion");
        if (!CniVersion.TryParse(versionText, out var version))
        {
            throw new CniException(CniErrorCode.DecodingFailure, $"\"cniVersion\" is \"{versionText}\"; give a version such as 1.0.0");
        }

        var name = root.GetString("name");
        if (string.IsNullOrEmpty(name))
        {
            throw new CniException(CniErrorCode.InvalidNetworkConfig, "\"name\" is missing; give the network a name");
        }

        if (!CniNames.IsNetworkName(name))
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"\"name\" is \"{name}\"; start with a letter or digit and use only letters, digits, '_', '.' and '-'");
        }

        var type = root.GetString("type");
        if (!CniNames.IsPluginType(type))
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"\"type\" is \"{type}\"; give a plugin's type, which is a file name without '/'");
        }

        return new NetworkConfig(json, name, type!, version, report);
    }

    /// <summary>Reads the configuration into a type of the plugin's own, and reports every problem at once.</summary>
    /// <typeparam name="T">The plugin's configuration.</typeparam>
    /// <param name="read">Reads the sections; their readers and <see cref="ConfigSection.Invalid"/> collect instead of throwing.</param>
    /// <returns>What <paramref name="read"/> returned.</returns>
    /// <exception cref="CniException">Code 7: names every problem.</exception>
    public T Read<T>(Func<ConfigSection, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var problems = new ConfigProblems();
        var value = read(new ConfigSection(Json, "", problems, _report));
        problems.ThrowIfAny(Type);
        return value;
    }
}
