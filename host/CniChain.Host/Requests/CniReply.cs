namespace CniChain.Host;

/// <summary>What the runtime gets: a plugin's exit status and the one JSON document (or nothing) on stdout.</summary>
internal sealed record CniReply(int ExitCode, ReadOnlyMemory<byte> Stdout);
