using System.Text.Json;

namespace CniChain.Host;

/// <summary>Stdin, read as far as every verb needs it: an object with a name and a version.</summary>
internal sealed class RequestConfig
{
    private RequestConfig(JsonElement json, string name, string versionText)
    {
        Json = json;
        Name = name;
        VersionText = versionText;
    }

    public JsonElement Json { get; }

    /// <summary>The network's name.</summary>
    public string Name { get; }

    /// <summary>The text of cniVersion; "0.1.0" when absent or empty.</summary>
    public string VersionText { get; }

    /// <summary>The version, valid once <see cref="VersionGate"/> has let it pass.</summary>
    public CniVersion Version => CniVersion.TryParse(VersionText, out var version) ? version : CniVersion.V0_1_0;

    /// <summary>Whether the text is that of a supported version.</summary>
    public bool HasSupportedVersion => CniVersion.TryParse(VersionText, out var version) && version.IsSupported && version.ToString() == VersionText;

    /// <summary>Reads it, with skel's codes.</summary>
    /// <exception cref="CniException">Code 5: stdin could not be read. 6: not a JSON object. 7: no name, or one that is not valid.</exception>
    public static RequestConfig Read(CniRequest request)
    {
        if (request.ConfigProblem is { } problem)
        {
            throw new CniException(CniErrorCode.IoFailure, problem);
        }

        var json = Parse(request.Config.Span);
        var version = Text(json, "cniVersion");
        var name = Text(json, "name");
        if (name.Length == 0)
        {
            throw new CniException(CniErrorCode.InvalidNetworkConfig, "\"name\" is missing; give the network a name");
        }

        if (!CniNames.IsNetworkName(name))
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"\"name\" is \"{name}\"; start with a letter or digit and use only letters, digits, '_', '.' and '-'");
        }

        return new RequestConfig(json, name, version.Length == 0 ? "0.1.0" : version);
    }

    private static JsonElement Parse(ReadOnlySpan<byte> utf8)
    {
        JsonElement json;
        try
        {
            json = JsonElement.Parse(utf8);
        }
        catch (JsonException e)
        {
            var what = utf8.IsEmpty ? "stdin is empty; the runtime writes the network configuration there" : $"the network configuration on stdin is not JSON: {e.Message}";
            throw new CniException(CniErrorCode.DecodingFailure, what, null, e);
        }

        return json.ValueKind == JsonValueKind.Object
            ? json
            : throw new CniException(CniErrorCode.DecodingFailure, $"the network configuration is a JSON {json.ValueKind}, not an object");
    }

    private static string Text(JsonElement json, string key)
    {
        if (!JsonKeys.TryGet(json, key, out var value))
        {
            return "";
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // Not a string, or one with half a surrogate pair.
            throw new CniException(CniErrorCode.DecodingFailure, $"\"{key}\" is {value.GetRawText()}; give a string", null, e);
        }
    }
}
