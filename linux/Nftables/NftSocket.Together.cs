using System.Diagnostics.CodeAnalysis;
using CniChain.Linux.Folding;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Nftables;

public sealed partial class NftSocket
{
    // Elements of a few hundred bytes each: one datagram that the default send buffer holds.
    private const int MaxTogether = 64;

    private static readonly Gathering<(ulong Device, ulong Inode), NftCommit> s_gathering = new(MaxTogether);

    /// <summary>Commits a batch with whatever other threads commit in the same namespace meanwhile.</summary>
    private bool TryCommitTogether(NftBatch batch, (ulong Device, ulong Inode) ns, [NotNullWhen(false)] out NetlinkException? error)
    {
        var commit = new NftCommit(batch);
        var started = LinuxActivitySource.HasListeners ? TimeProvider.System.GetUtcNow() : default;
        var led = false;
        s_gathering.Run(ns, commit, lot =>
        {
            led = true;
            CarryOut(lot);
        });
        if (commit.HasToGoAlone)
        {
            return TryCommitAlone(batch, out error, generation: null);
        }

        if (!led && started != default)
        {
            LinuxActivitySource.RecordShared(NetlinkProtocol.Netfilter, batch.Requests[0], started, commit.Together, null);
        }

        error = commit.Error;
        return error is null;
    }

    private void CarryOut(IReadOnlyList<NftCommit> lot)
    {
        if (lot.Count == 1)
        {
            _ = TryCommitAlone(lot[0].Batch, out var error, generation: null);
            lot[0].Error = error;
            return;
        }

        var together = NftBatch.Concatenate(lot);
        var isRefused = _socket.TryExecute(together.Frame(s_begin, s_end)).Count > 0;
        foreach (var commit in lot)
        {
            commit.Together = lot.Count;
            commit.HasToGoAlone = isRefused;
        }
    }
}
