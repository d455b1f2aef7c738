namespace CniChain;

/// <summary>As today's.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CniPluginAttribute(string type) : Attribute
{
    public string Type { get; } = type;
}
