namespace CniChain.Host.Resident;

/// <summary>Gives memory back to the machine when work has ceased for a moment: an idle host is to cost a node little.</summary>
/// <remarks>
/// The collector keeps what it once needed, since a busy process will need it again; it does not know that this one idles for hours.
/// An aggressive collection takes some 10 ms, which nobody waits for then.
/// </remarks>
internal sealed class IdleMemory
{
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(1);
    private long _servedBefore;

    /// <summary>How often memory was given back.</summary>
    public int Releases { get; private set; }

    /// <summary>Called now and then.</summary>
    /// <param name="served">How many connections have ended so far.</param>
    /// <param name="idle">For how long nothing has run; zero while something does.</param>
    public void Look(long served, TimeSpan idle)
    {
        if (served == _servedBefore || idle < s_rest)
        {
            return;
        }

        _servedBefore = served;
        Releases++;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
