using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>What the person asks of the plugins, before it is known by which way the network takes it.</summary>
internal sealed record Wishes
{
    public string Args { get; init; } = "";

    /// <summary>The capability arguments as given; null for none.</summary>
    public JsonElement? Capabilities { get; init; }

    public IReadOnlyList<PortMapping> Ports { get; init; } = [];

    public IReadOnlyList<string> Ips { get; init; } = [];

    public string? Mac { get; init; }

    /// <summary>Reads --cap-args or CAP_ARGS.</summary>
    /// <exception cref="CniException">Code 4: not a JSON object.</exception>
    public static JsonElement? ReadCapabilities(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            var json = JsonElement.Parse(text);
            return json.ValueKind == JsonValueKind.Object
                ? json
                : throw Invalid($"--cap-args (CAP_ARGS) is {text}; give a JSON object such as {{\"portMappings\":[...]}}");
        }
        catch (JsonException e)
        {
            throw Invalid($"--cap-args (CAP_ARGS) is not JSON: {e.Message}");
        }
    }

    /// <summary>Reads every --ip.</summary>
    /// <exception cref="CniException">Code 4: not an address.</exception>
    public static IReadOnlyList<string> ReadAddresses(IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
        {
            if (!IpPrefix.TryParseAddress(text, out _) && !IpPrefix.TryParse(text, out _))
            {
                throw Invalid($"--ip \"{text}\" is no address; give one such as 10.88.0.5 or 10.88.0.5/16");
            }
        }

        return texts;
    }

    private static CniException Invalid(string message) => new(CniErrorCode.InvalidEnvironment, message);
}
