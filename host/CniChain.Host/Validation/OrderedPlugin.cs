using System.Text.Json;

namespace CniChain.Host.Validation;

/// <summary>A plugin in a network's order, and where it stands in the file.</summary>
/// <param name="File">The file.</param>
/// <param name="Path">Its object in it; empty for the whole file.</param>
/// <param name="Json">That object.</param>
/// <param name="Type">Its type.</param>
/// <param name="Role">What it does.</param>
/// <param name="IpamType">The type its "ipam" names; null when there is none.</param>
/// <param name="IpamRole">What that one does.</param>
internal sealed record OrderedPlugin(
    ConfigFile File, string Path, JsonElement Json, string Type, PluginRole Role, string? IpamType, PluginRole IpamRole)
{
    public void Error(string key, string message) => File.Error(Under(key), message);

    public void Warning(string key, string message) => File.Warning(Under(key), message);

    /// <summary>Its type and its place.</summary>
    public override string ToString() => Path.Length == 0 ? Type : $"{Type} ({Path})";

    private string Under(string key) => Path.Length == 0 ? key : $"{Path}.{key}";
}
