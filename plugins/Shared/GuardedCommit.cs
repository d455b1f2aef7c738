using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;

namespace CniChain.Plugins;

/// <summary>Commits a change that rests on what was read before, again and again until nothing came in between.</summary>
internal static class GuardedCommit
{
    // linux/errno.h: the ruleset has another generation than the batch names. Not among the errnos of user space.
    private const int ERESTART = 85;

    // Every refusal means that somebody else's change went through, so this is a node with tens of thousands of changes going on.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // Calls of this process by turns: each one's change would make void what the others have just read, and all of it be done again.
    private static readonly Lock s_turn = new();

    /// <summary>Builds and commits.</summary>
    /// <param name="nft">The ruleset.</param>
    /// <param name="build">Reads the ruleset and returns the change; an empty batch ends it. Called anew after each refusal.</param>
    /// <param name="takesTurns">Whether the change will rest on what is read; one that will not goes to the kernel with others'.</param>
    /// <exception cref="CniException">Code 11: others' changes came in between for very long.</exception>
    /// <exception cref="NetlinkException">The kernel refused the change at the very ruleset it was made for.</exception>
    public static void Run(NftSocket nft, Func<PlannedChange> build, bool takesTurns = true)
    {
        var started = TimeProvider.System.GetTimestamp();
        var wasRefused = false;
        while (true)
        {
            bool isGuarded;
            NetlinkException? error;
            using (takesTurns || wasRefused ? s_turn.EnterScope() : default)
            {
                var generation = nft.GetGeneration();
                var change = build();
                isGuarded = change.RestsOnReading || wasRefused;
                if (nft.TryCommit(change.Batch, out error, isGuarded ? generation : null))
                {
                    return;
                }
            }

            // A refusal without a guard may be due to somebody who was faster; with one it cannot.
            if (isGuarded && error.Errno != ERESTART)
            {
                throw error;
            }

            wasRefused = true;
            if (TimeProvider.System.GetElapsedTime(started) > s_patience)
            {
                throw new CniException(
                    CniErrorCode.TryAgainLater,
                    $"the nftables ruleset kept changing for {s_patience.TotalSeconds} s: {error.Message}",
                    null,
                    error);
            }
        }
    }
}
