using System.Text.Json;

namespace CniChain.Host;

/// <summary>Capability arguments that a list of plugins may draw from: what the runtime handed to the entry around them.</summary>
/// <remarks>Names match without regard to case; the runtime's spelling is the one handed on.</remarks>
internal sealed class RuntimeShare
{
    private readonly Dictionary<string, JsonElement> _arguments = new(StringComparer.OrdinalIgnoreCase);

    public int Count => _arguments.Count;

    /// <summary>The arguments of a capability; null when the runtime gave none.</summary>
    public JsonElement? this[string capability] => _arguments.TryGetValue(capability, out var value) ? value : null;

    /// <summary>Everything in a configuration's "runtimeConfig".</summary>
    public static RuntimeShare Of(JsonElement config)
    {
        var share = new RuntimeShare();
        if (JsonKeys.TryGet(config, "runtimeConfig", out var arguments) && arguments.ValueKind == JsonValueKind.Object)
        {
            foreach (var argument in arguments.EnumerateObject())
            {
                share._arguments[argument.Name] = argument.Value;
            }
        }

        return share;
    }

    /// <summary>The part a plugin declares with <c>"capabilities": { name: true }</c>.</summary>
    public RuntimeShare For(JsonElement plugin)
    {
        var declared = new HashSet<string>(Declared(plugin), StringComparer.OrdinalIgnoreCase);
        var share = new RuntimeShare();
        foreach (var (name, value) in _arguments)
        {
            if (declared.Contains(name))
            {
                share._arguments[name] = value;
            }
        }

        return share;
    }

    /// <summary>The capabilities a plugin declares.</summary>
    public static IEnumerable<string> Declared(JsonElement plugin)
    {
        if (JsonKeys.TryGet(plugin, "capabilities", out var capabilities) && capabilities.ValueKind == JsonValueKind.Object)
        {
            foreach (var capability in capabilities.EnumerateObject())
            {
                if (capability.Value.ValueKind == JsonValueKind.True)
                {
                    yield return capability.Name;
                }
            }
        }
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("runtimeConfig");
        foreach (var (name, value) in _arguments)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
