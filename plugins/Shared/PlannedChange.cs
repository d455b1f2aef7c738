using CniChain.Linux.Nftables;

namespace CniChain.Plugins;

/// <summary>A change, and whether it is right only while the ruleset is as it was read.</summary>
/// <param name="Batch">The change; empty for none.</param>
/// <param name="RestsOnReading">
/// True to have it refused in any other generation. A change that the kernel itself refuses when it has become wrong does without:
/// then attachments that come at the same time don't hinder each other.
/// </param>
internal readonly record struct PlannedChange(NftBatch Batch, bool RestsOnReading);
