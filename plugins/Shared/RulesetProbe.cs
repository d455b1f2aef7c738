using System.Collections.Concurrent;
using CniChain.Linux;
using CniChain.Linux.Nftables;

namespace CniChain.Plugins;

/// <summary>Whether this kernel takes the rules that an ADD will send.</summary>
/// <remarks>
/// <para>They go into a table of another name that the same transaction deletes: the kernel checks and loads everything (nat, masquerade,
/// sets), and nothing stays. That is quicker than a transaction that fails, which waits for a grace period of RCU.</para>
/// <para>What it took once it is taken to take for a minute: runtimes ask for STATUS every few seconds, and each transaction makes those
/// of everybody else look again at what they rest on.</para>
/// </remarks>
internal static class RulesetProbe
{
    private static readonly TimeSpan s_goodFor = TimeSpan.FromMinutes(1);
    private static readonly ConcurrentDictionary<((ulong Device, ulong Inode) Node, string Kind), long> s_taken = new();

    /// <summary>Tries it.</summary>
    /// <param name="host">The node.</param>
    /// <param name="family">The table's family.</param>
    /// <param name="kind">What the rules are for: a word that stands for them in this process.</param>
    /// <param name="define">Adds sets, chains and rules to the batch, in the table given.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="LinuxException">The kernel does not take them.</exception>
    public static void Run(NetworkNamespace host, NftFamily family, string kind, Action<NftBatch, NftTable> define, TimeProvider time)
    {
        var key = (host.Identity, kind);
        if (s_taken.TryGetValue(key, out var at) && time.GetElapsedTime(at) < s_goodFor)
        {
            return;
        }

        // A name of its own: two probes at once must not meet.
        var probe = new NftTable(family, $"cnichain_probe_{Guid.NewGuid():N}");
        var batch = new NftBatch();
        define(batch, probe);
        batch.DeleteTable(probe);
        using var nft = NftSocket.Open(host);
        nft.Commit(batch);
        s_taken[key] = time.GetTimestamp();
    }
}
