namespace CniChain.Linux.Netlink;

/// <summary>Sockets of one family between two users, kept open for the next.</summary>
/// <remarks>
/// An idle socket keeps its namespace, so it is closed after a time in which nobody needed it, and <see cref="Route"/> has those of the
/// process's own namespace only: a container's would go the later for it.
/// </remarks>
/// <param name="mostIdle">How many are kept.</param>
internal sealed class NetlinkSocketPool(int mostIdle)
{
    private static readonly TimeSpan s_longestIdle = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly List<IdleSocket> _idle = [];
    private Timer? _timer;

    /// <summary>Netfilter sockets, of any namespace.</summary>
    /// <remarks>
    /// Closing one is the dear part. When anything was deleted from the ruleset shortly before, by anybody, the kernel makes whoever closes
    /// a netfilter socket of that namespace wait until it is freed (nft_rcv_nl_event, net/netfilter/nf_tables_api.c): an RCU grace period,
    /// 10 to 40 ms, and with the lock held that every other transaction needs. Deleting an element takes 10 us.
    /// So a socket is closed when nobody has needed it for a time, when nothing waits to be freed any more.
    /// </remarks>
    public static NetlinkSocketPool Netfilter { get; } = new(64);

    /// <summary>Route sockets of the process's own namespace, which lives as long as the process anyway.</summary>
    /// <remarks>Opening one is two ways between threads and half a dozen calls, for requests that often take less.</remarks>
    public static NetlinkSocketPool Route { get; } = new(16);

    /// <summary>Where a socket of a family and namespace is kept; null when it is not.</summary>
    public static NetlinkSocketPool? For(NetlinkProtocol protocol, (ulong Device, ulong Inode) ns) => protocol switch
    {
        NetlinkProtocol.Netfilter => Netfilter,
        NetlinkProtocol.Route when ns == HomeNamespace.Identity => Route,
        _ => null,
    };

    /// <summary>A socket of a namespace; null when none is idle.</summary>
    public NetlinkTransport? TryTake((ulong Device, ulong Inode) ns)
    {
        lock (_lock)
        {
            // The last one given back, so that those not needed any more grow old.
            for (var i = _idle.Count - 1; i >= 0; i--)
            {
                if (_idle[i].Namespace == ns)
                {
                    var socket = _idle[i].Socket;
                    _idle.RemoveAt(i);
                    return socket;
                }
            }
        }

        return null;
    }

    /// <summary>Keeps a socket; false when there are enough.</summary>
    public bool TryPut((ulong Device, ulong Inode) ns, NetlinkTransport socket)
    {
        lock (_lock)
        {
            if (_idle.Count >= mostIdle)
            {
                return false;
            }

            _idle.Add(new IdleSocket(ns, socket, TimeProvider.System.GetTimestamp()));
            if (_idle.Count == 1)
            {
                ComeBack();
            }

            return true;
        }
    }

    /// <summary>Closes what has been idle for a time, and comes back for the rest.</summary>
    internal void CloseIdle(TimeSpan age)
    {
        var old = new List<NetlinkTransport>();
        lock (_lock)
        {
            for (var i = _idle.Count - 1; i >= 0; i--)
            {
                if (TimeProvider.System.GetElapsedTime(_idle[i].Since) >= age)
                {
                    old.Add(_idle[i].Socket);
                    _idle.RemoveAt(i);
                }
            }

            if (_idle.Count > 0)
            {
                ComeBack();
            }
        }

        foreach (var socket in old)
        {
            socket.Close(returnBuffer: true);
        }
    }

    private void ComeBack()
    {
        _timer ??= new Timer(static pool => ((NetlinkSocketPool)pool!).CloseIdle(s_longestIdle), this, Timeout.Infinite, Timeout.Infinite);
        _timer.Change(s_longestIdle, Timeout.InfiniteTimeSpan);
    }

    private readonly record struct IdleSocket((ulong Device, ulong Inode) Namespace, NetlinkTransport Socket, long Since);
}
