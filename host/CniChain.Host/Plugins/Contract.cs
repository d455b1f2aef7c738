namespace CniChain.Host;

/// <summary>Which CniChain.Abstractions a plugin was built against, and which this host brings.</summary>
internal static class Contract
{
    /// <summary>The one assembly that host and plugins share.</summary>
    public static readonly string AssemblyName = typeof(ICniPlugin).Assembly.GetName().Name!;

    /// <summary>The version this host brings.</summary>
    public static Version HostVersion => typeof(ICniPlugin).Assembly.GetName().Version!;

    /// <summary>Names both versions.</summary>
    /// <param name="file">The plugin's main assembly.</param>
    public static string Explain(string file)
    {
        var built = ReadReference(file) is { } version ? $"It was built against {AssemblyName} {version}" : $"It does not reference {AssemblyName}";
        return $"{built}, this host has {HostVersion}; build the plugin against that version";
    }

    /// <summary>The version a file refers to, read without loading it; null when it does not.</summary>
    private static Version? ReadReference(string file)
    {
        try
        {
            return PluginMetadata.Read(file).Contract;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            // Only words for a message are lost; the fault itself is being reported already.
            return null;
        }
    }
}
