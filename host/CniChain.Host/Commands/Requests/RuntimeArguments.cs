using System.Buffers;
using System.Text.Json;

namespace CniChain.Host.Commands;

/// <summary>The wishes by the ways a network takes them: capability arguments where it declares them, else CNI_ARGS.</summary>
internal sealed class RuntimeArguments
{
    private readonly Dictionary<string, JsonElement> _capabilities = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _unused = [];

    private RuntimeArguments(string args) => Args = args;

    /// <summary>No wishes.</summary>
    public static RuntimeArguments None => new("");

    /// <summary>CNI_ARGS.</summary>
    public string Args { get; private set; }

    /// <summary>Capability arguments that no plugin of the network declares: a runtime drops them without a word.</summary>
    public IReadOnlyList<string> Unused => _unused;

    /// <summary>Sorts the wishes.</summary>
    /// <param name="wishes">The wishes.</param>
    /// <param name="list">The network.</param>
    /// <param name="strict">A published port that the network would ignore is an error, as it must not be for DEL.</param>
    /// <exception cref="CniException">Code 7: the network takes no port mappings.</exception>
    public static RuntimeArguments Sort(Wishes wishes, NetworkList list, bool strict)
    {
        var sorted = new RuntimeArguments(wishes.Args);
        sorted.TakeCapabilities(wishes.Capabilities, list);
        sorted.TakePorts(wishes.Ports, list, strict);
        if (wishes.Ips.Count > 0)
        {
            sorted.TakeTexts("ips", "IP", wishes.Ips, list);
        }

        if (wishes.Mac is { } mac)
        {
            sorted.TakeMac(mac, list);
        }

        return sorted;
    }

    public void Write(Utf8JsonWriter writer)
    {
        if (_capabilities.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("runtimeConfig");
        foreach (var (name, value) in _capabilities)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>The port mappings the chain gets, as JSON; null when there are none.</summary>
    public JsonElement? PortMappings => _capabilities.TryGetValue("portMappings", out var value) ? value : null;

    private void TakeCapabilities(JsonElement? given, NetworkList list)
    {
        if (given is not { } json)
        {
            return;
        }

        foreach (var argument in json.EnumerateObject())
        {
            if (list.Declares(argument.Name))
            {
                _capabilities[argument.Name] = argument.Value;
            }
            else
            {
                _unused.Add(argument.Name);
            }
        }
    }

    private void TakePorts(IReadOnlyList<PortMapping> ports, NetworkList list, bool strict)
    {
        if (ports.Count == 0)
        {
            return;
        }

        if (list.Declares("portMappings"))
        {
            _capabilities["portMappings"] = Json(writer => WritePorts(writer, ports));
        }
        else if (strict)
        {
            throw new CniException(
                CniErrorCode.InvalidNetworkConfig,
                $"{list.Name} ({list.File}) publishes no ports: no plugin of it declares \"capabilities\": {{\"portMappings\": true}}");
        }
    }

    private void WritePorts(Utf8JsonWriter writer, IReadOnlyList<PortMapping> ports)
    {
        writer.WriteStartArray();
        if (_capabilities.TryGetValue("portMappings", out var given) && given.ValueKind == JsonValueKind.Array)
        {
            foreach (var mapping in given.EnumerateArray())
            {
                mapping.WriteTo(writer);
            }
        }

        foreach (var port in ports)
        {
            port.Write(writer);
        }

        writer.WriteEndArray();
    }

    private void TakeTexts(string capability, string key, IReadOnlyList<string> texts, NetworkList list)
    {
        if (!list.Declares(capability))
        {
            AddArg(key, string.Join(',', texts));
            return;
        }

        _capabilities[capability] = Json(writer =>
        {
            writer.WriteStartArray();
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        });
    }

    private void TakeMac(string mac, NetworkList list)
    {
        if (list.Declares("mac"))
        {
            _capabilities["mac"] = Json(writer => writer.WriteStringValue(mac));
        }
        else
        {
            AddArg("MAC", mac);
        }
    }

    // The key is meant for one plugin of the chain; the others must not refuse it.
    private void AddArg(string key, string value)
    {
        var before = CniArgs.Parse(Args);
        var start = Args.Length == 0 ? "IgnoreUnknown=1;" : before.IgnoreUnknown ? Args + ";" : Args + ";IgnoreUnknown=1;";
        Args = $"{start}{key}={value}";
    }

    private static JsonElement Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
