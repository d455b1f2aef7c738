namespace CniChain;

/// <summary>One thing wrong with a configuration.</summary>
/// <param name="Path">Where, as "ipam.ranges[0][1].subnet"; empty for the configuration as a whole.</param>
/// <param name="Message">What, in a sentence that names the key, its value and what to write.</param>
public sealed record ConfigFinding(string Path, string Message);
