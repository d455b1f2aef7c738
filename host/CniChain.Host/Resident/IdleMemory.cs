using System.Runtime.InteropServices;

namespace CniChain.Host.Resident;

/// <summary>Gives memory back to the machine when work has ceased for a moment: an idle host is to cost a node little.</summary>
/// <remarks>
/// The collector keeps what it once needed, since a busy process will need it again; it does not know that this one idles for hours.
/// An aggressive collection takes some 10 ms, which nobody waits for then.
/// </remarks>
internal sealed partial class IdleMemory
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

        // What the compiler took and gave back stays with the C library: 2.5 MB after the first thousands of calls.
        _ = malloc_trim(0);
    }

    [LibraryImport("libc.so.6")]
    private static partial int malloc_trim(nuint pad);
}
