namespace CniChain.Host;

/// <summary>A directory that plugins are looked for in: itself a published plugin, or with one in each of its folders.</summary>
/// <param name="Path">The directory.</param>
/// <param name="Name">What names it, for messages.</param>
/// <param name="Level">
/// Lower goes first. A type found on one level hides it on later ones; two that claim it on the same level are refused.
/// </param>
/// <param name="IsInstalled">It is the release's own, and changes when a release is installed.</param>
internal sealed record PluginRoot(string Path, string Name, int Level, bool IsInstalled)
{
    /// <summary>The directories of a host, in order.</summary>
    public static IReadOnlyList<PluginRoot> Of(ChainHostOptions options)
    {
        var roots = new List<PluginRoot>();
        foreach (var folder in options.ExtraPluginDirectories)
        {
            // Each is a level of its own: who sets the variable says what goes before what.
            roots.Add(new PluginRoot(folder, "CNICHAIN_PLUGINS", roots.Count, false));
        }

        var level = roots.Count;
        roots.Add(new PluginRoot(options.PluginDirectory, "plugin directory", level, true));
        if (options.LocalPluginDirectory is { } local)
        {
            roots.Add(new PluginRoot(local, "plugin directory", level, false));
        }

        return roots;
    }
}
