namespace CniChain.Examples.Webhook;

/// <summary>The configuration.</summary>
internal sealed record WebhookConfig
{
    private const int LeastTimeout = 100;
    private const int GreatestTimeout = 30_000;
    private const int DefaultTimeout = 2_000;

    /// <summary>"url": where records go, http or https.</summary>
    public required Uri Url { get; init; }

    /// <summary>"timeoutMs": how long all of a record may take, 100 to 30000 ms; 2000 by default.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>"required": an ADD whose record is not taken fails. False by default.</summary>
    public bool IsRequired { get; init; }

    /// <summary>"headers": sent along, such as Authorization; none by default.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <exception cref="CniException">Code 7: names every problem.</exception>
    public static WebhookConfig Read(NetworkConfig config) => config.Read(root => new WebhookConfig
    {
        Url = ReadUrl(root),
        Timeout = TimeSpan.FromMilliseconds(root.GetInteger("timeoutMs", LeastTimeout, GreatestTimeout) ?? DefaultTimeout),
        IsRequired = root.GetBool("required"),
        Headers = ReadHeaders(root),
    });

    private static Uri ReadUrl(ConfigSection root)
    {
        var text = root.GetString("url");
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        root.Invalid("url", $"is \"{text}\"; give the record's target, such as http://inventory.example:8080/attachments");
        return new Uri("http://invalid.invalid");
    }

    private static Dictionary<string, string> ReadHeaders(ConfigSection root)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (root.GetSection("headers") is { } section)
        {
            foreach (var member in section.Json.EnumerateObject())
            {
                headers[member.Name] = section.GetString(member.Name) ?? "";
            }
        }

        return headers;
    }
}
