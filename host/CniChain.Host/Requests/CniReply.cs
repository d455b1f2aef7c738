namespace CniChain.Host;

/// <summary>What the runtime gets: a plugin's exit status and the one JSON document (or nothing) on stdout.</summary>
internal sealed record CniReply(int ExitCode, ReadOnlyMemory<byte> Stdout)
{
    /// <summary>The attachment the reply tells of, ADD's; null for every other reply. What nobody is told of is taken back.</summary>
    public JournalEntry? Made { get; init; }
}
