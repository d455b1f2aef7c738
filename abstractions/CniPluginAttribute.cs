namespace CniChain;

/// <summary>Says which "type" of a network configuration a class serves. May be given several times.</summary>
/// <param name="type">The type, a file name without '/', such as "bridge".</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CniPluginAttribute(string type) : Attribute
{
    /// <summary>The type.</summary>
    public string Type { get; } = type;

    /// <summary>The oldest CNI version the plugin serves; "0.1.0" by default.</summary>
    public string MinimumVersion { get; init; } = "0.1.0";
}
