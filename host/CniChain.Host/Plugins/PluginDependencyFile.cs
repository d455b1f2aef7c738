using System.Text.Json;

namespace CniChain.Host;

/// <summary>A plugin's Name.deps.json, looked at before the runtime's own reader sees it.</summary>
/// <remarks>
/// That reader (hostpolicy) makes a C++ string of <c>runtimeTarget.name</c> without asking whether it is there, and the exception ends the
/// process: a file cut short by a full disk would take the resident host with it.
/// </remarks>
internal static class PluginDependencyFile
{
    /// <summary>Refuses a file that the runtime's reader would not survive. Without one the runtime takes every assembly beside the plugin.</summary>
    /// <param name="assembly">The plugin's main assembly, beside which the file lies.</param>
    /// <exception cref="CniException">Code 999: names the file and what is wrong with it.</exception>
    public static void Require(string assembly)
    {
        var file = Path.ChangeExtension(assembly, ".deps.json");
        if (!File.Exists(file))
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (!IsWhole(document.RootElement))
            {
                throw Broken(file, "it names no runtime target", null);
            }
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Broken(file, e.Message, e);
        }
    }

    private static bool IsWhole(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty("runtimeTarget", out var runtime)
        && runtime.ValueKind == JsonValueKind.Object
        && runtime.TryGetProperty("name", out var name)
        && name.ValueKind == JsonValueKind.String
        && root.TryGetProperty("targets", out var targets)
        && targets.ValueKind == JsonValueKind.Object
        && targets.TryGetProperty(name.GetString()!, out var target)
        && target.ValueKind == JsonValueKind.Object;

    private static CniException Broken(string file, string why, Exception? inner) =>
        new(CniErrorCode.PluginUnusable, $"{file} is damaged: {why}; publish the plugin again", null, inner);
}
