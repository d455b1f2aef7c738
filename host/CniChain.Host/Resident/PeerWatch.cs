using System.Net.Sockets;

namespace CniChain.Host.Resident;

/// <summary>Sees to it that an operation whose caller has died is cancelled.</summary>
/// <remarks>
/// It looks ten times a second, all connections at once, as long as there are any. Nearly every operation is over before the first look,
/// and a receive that waits would wake two threads for each of them. So an ADD looks once more itself before it is done.
/// </remarks>
internal sealed class PeerWatch : IDisposable
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<Watched> _watched = [];
    private readonly Timer _timer;
    private bool _ticking;

    public PeerWatch() => _timer = new Timer(static watch => ((PeerWatch)watch!).Tick(), this, Timeout.Infinite, Timeout.Infinite);

    /// <summary>Watches a peer until the returned object is disposed.</summary>
    /// <param name="socket">The peer's; what it sends from now on is thrown away.</param>
    /// <param name="cancel">Cancelled when the peer has gone.</param>
    public IWatchedPeer Begin(Socket socket, CancellationTokenSource cancel)
    {
        var watched = new Watched(this, socket, cancel);
        lock (_watched)
        {
            _watched.Add(watched);
            if (!_ticking)
            {
                _ticking = true;
                _timer.Change(s_every, Timeout.InfiniteTimeSpan);
            }
        }

        return watched;
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        Watched[] all;
        lock (_watched)
        {
            all = [.. _watched];
            _ticking = all.Length > 0;
        }

        foreach (var watched in all)
        {
            _ = watched.HasGone();
        }

        if (all.Length > 0)
        {
            _timer.Change(s_every, Timeout.InfiniteTimeSpan);
        }
    }

    private void Forget(Watched watched)
    {
        lock (_watched)
        {
            _watched.Remove(watched);
        }
    }

    private sealed class Watched(PeerWatch owner, Socket socket, CancellationTokenSource cancel) : IWatchedPeer
    {
        private readonly Lock _looking = new();
        private Task _cancelling = Task.CompletedTask;
        private bool _over;
        private bool _hasGone;

        public bool HasGone()
        {
            lock (_looking)
            {
                if (!_over && IsGone())
                {
                    _over = _hasGone = true;
                    _cancelling = cancel.CancelAsync();
                }

                return _hasGone;
            }
        }

        public async ValueTask DisposeAsync()
        {
            owner.Forget(this);
            lock (_looking)
            {
                _over = true;
            }

            await _cancelling;
        }

        /// <summary>A client sends one request and then nothing: bytes are noise, the end of the stream is its death.</summary>
        private bool IsGone()
        {
            Span<byte> noise = stackalloc byte[64];
            try
            {
                while (socket.Poll(0, SelectMode.SelectRead))
                {
                    if (socket.Receive(noise) == 0)
                    {
                        return true;
                    }
                }

                return false;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }
}
