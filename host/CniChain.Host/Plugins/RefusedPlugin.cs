namespace CniChain.Host;

/// <summary>What was to replace a plugin and could not: not tried again until it changes.</summary>
/// <param name="Content">Its files.</param>
/// <param name="Problem">Why.</param>
internal sealed record RefusedPlugin(PluginContent Content, CniException Problem);
