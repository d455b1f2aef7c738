namespace CniChain.Testing;

/// <summary>How a verb over a whole list ended.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Type">The plugin called last: the one that failed, if any did.</param>
/// <param name="Reply">What it answered.</param>
public sealed record ChainReply(string Verb, string Type, PluginReply Reply)
{
    /// <summary>The last plugin's answer, or an exception with everything it said when it failed.</summary>
    public PluginReply Checked() => Reply.Checked($"{Verb} of {Type}");
}
