namespace CniChain.Host.Validation;

/// <summary>A plugin that the file names.</summary>
/// <param name="File">The file that names it.</param>
/// <param name="Path">Where: the plugin's object, or the "ipam" of one.</param>
/// <param name="Type">Its type.</param>
/// <param name="Location">The assembly or executable that serves it; null when there is none.</param>
/// <param name="IsChecked">Whether it looked at its configuration itself.</param>
internal sealed record CheckedPlugin(string File, string Path, string Type, string? Location, bool IsChecked);
