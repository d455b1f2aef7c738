namespace CniChain.Host;

/// <summary>What an executed plugin left.</summary>
/// <param name="ExitCode">Its exit status; 128 and the signal's number when one killed it.</param>
/// <param name="Stdout">Its stdout.</param>
/// <param name="Stderr">The beginning of its stderr, for an error that has nothing else to say.</param>
internal sealed record ProcessOutput(int ExitCode, ReadOnlyMemory<byte> Stdout, string Stderr);
