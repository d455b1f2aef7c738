namespace CniChain.Linux.Netlink;

/// <summary>Netfilter sockets between two users, kept open for the next.</summary>
/// <remarks>
/// Closing one is the dear part. When anything was deleted from the ruleset shortly before, by anybody, the kernel makes whoever closes
/// a netfilter socket of that namespace wait until it is freed (nft_rcv_nl_event, net/netfilter/nf_tables_api.c): an RCU grace period,
/// 10 to 40 ms, and with the lock held that every other transaction needs. Deleting an element takes 10 us.
/// So a socket is closed only after a time in which nobody needed one, when nothing waits to be freed any more.
/// An idle socket keeps its namespace; the time bounds that too.
/// </remarks>
internal static class NetfilterSocketPool
{
    private const int MaxIdle = 64;

    private static readonly TimeSpan s_longestIdle = TimeSpan.FromSeconds(3);
    private static readonly Lock s_lock = new();
    private static readonly List<IdleSocket> s_idle = [];
    private static readonly Timer s_timer = new(static _ => CloseIdle(s_longestIdle), null, Timeout.Infinite, Timeout.Infinite);

    /// <summary>A socket of a namespace; null when none is idle.</summary>
    public static NetlinkTransport? TryTake((ulong Device, ulong Inode) ns)
    {
        lock (s_lock)
        {
            // The last one given back, so that those not needed any more grow old.
            for (var i = s_idle.Count - 1; i >= 0; i--)
            {
                if (s_idle[i].Namespace == ns)
                {
                    var socket = s_idle[i].Socket;
                    s_idle.RemoveAt(i);
                    return socket;
                }
            }
        }

        return null;
    }

    /// <summary>Keeps a socket; false when there are enough.</summary>
    public static bool TryPut((ulong Device, ulong Inode) ns, NetlinkTransport socket)
    {
        lock (s_lock)
        {
            if (s_idle.Count >= MaxIdle)
            {
                return false;
            }

            s_idle.Add(new IdleSocket(ns, socket, TimeProvider.System.GetTimestamp()));
            if (s_idle.Count == 1)
            {
                s_timer.Change(s_longestIdle, Timeout.InfiniteTimeSpan);
            }

            return true;
        }
    }

    /// <summary>Closes what has been idle for a time, and comes back for the rest.</summary>
    internal static void CloseIdle(TimeSpan age)
    {
        var old = new List<NetlinkTransport>();
        lock (s_lock)
        {
            for (var i = s_idle.Count - 1; i >= 0; i--)
            {
                if (TimeProvider.System.GetElapsedTime(s_idle[i].Since) >= age)
                {
                    old.Add(s_idle[i].Socket);
                    s_idle.RemoveAt(i);
                }
            }

            if (s_idle.Count > 0)
            {
                s_timer.Change(s_longestIdle, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (var socket in old)
        {
            socket.Close(returnBuffer: true);
        }
    }

    private readonly record struct IdleSocket((ulong Device, ulong Inode) Namespace, NetlinkTransport Socket, long Since);
}
