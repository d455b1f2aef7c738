namespace CniChain.Benchmarks.Agent;

/// <summary>The resident host as /proc shows it.</summary>
/// <param name="ProcessId">Its id on the node.</param>
/// <param name="ResidentKiB">VmRSS: what of it is in memory, files shared with others included.</param>
/// <param name="AnonymousKiB">RssAnon: what of that is its own.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Descriptors">Its open descriptors.</param>
/// <param name="CpuMilliseconds">Processor time since its start.</param>
internal sealed record HostFigures(int ProcessId, long ResidentKiB, long AnonymousKiB, int Threads, int Descriptors, double CpuMilliseconds);
