using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables;
using Tmds.Linux;

namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>Look, then change, with nobody in between: the change carries the generation that was looked at.</summary>
/// <remarks>
/// The kernel refuses a transaction whose generation has passed (ERESTART), before it does anything, so that a refusal costs
/// microseconds. Every table of the namespace counts, so with many writers several attempts are common and a bound is needed.
/// </remarks>
internal static class GenerationGuard
{
    private const int MaxAttempts = 200;
    private const int LongestPauseMilliseconds = 16;

    // Calls of this process by turns: each one's change would make void what the others have just read, and all of it be done again.
    private static readonly Lock s_turn = new();

    /// <summary>Runs an attempt until its transaction is taken.</summary>
    /// <param name="nft">The socket.</param>
    /// <param name="attempt">Looks, then commits with the generation it is given.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <exception cref="CniException">Code 11: others changed the ruleset during every attempt.</exception>
    public static T Run<T>(NftSocket nft, Func<uint, T> attempt, CancellationToken cancellationToken)
    {
        for (var i = 1; ; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                lock (s_turn)
                {
                    return attempt(nft.GetGeneration());
                }
            }
            catch (NetlinkException e) when (e.Errno == LibC.ERESTART)
            {
                if (i == MaxAttempts)
                {
                    throw new CniException(
                        CniErrorCode.TryAgainLater,
                        $"portmap: other programs changed the nftables ruleset during each of {MaxAttempts} attempts; try again",
                        null,
                        e);
                }
            }

            Pause(i, cancellationToken);
        }
    }

    /// <summary>Nothing at first: most rivals are done by then. Later a random time, or those who collided would again.</summary>
    private static void Pause(int attempt, CancellationToken cancellationToken)
    {
        var longest = Math.Min(attempt / 4, LongestPauseMilliseconds);
        if (longest > 0)
        {
            cancellationToken.WaitHandle.WaitOne(Random.Shared.Next(longest + 1));
        }
    }
}
