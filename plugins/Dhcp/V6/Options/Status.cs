namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>A server's word on how it went.</summary>
/// <param name="Code">The code.</param>
/// <param name="Text">Its words, printable ASCII; empty when it has none.</param>
internal readonly record struct Status(StatusCode Code, string Text)
{
    public override string ToString() => Text.Length == 0 ? $"{Code}" : $"{Code}: \"{Text}\"";
}
