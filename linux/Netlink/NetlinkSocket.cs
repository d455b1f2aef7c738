using System.Buffers;
using Tmds.Linux;

namespace CniChain.Linux.Netlink;

/// <summary>A netlink socket: requests out, answers matched to them by sequence number.</summary>
/// <remarks>
/// It stays in the namespace it is opened in and works from any thread, for one user at a time.
/// The kernel does a request's work inside the send, so answers are there when the send returns; nothing here waits in practice.
/// </remarks>
public sealed partial class NetlinkSocket : IDisposable
{
    // Only a kernel that died would keep an answer back so long.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private const int Idle = 0;
    private const int Busy = 1;
    private const int Disposed = 2;

    private readonly NetlinkTransport _transport;
    private int _state;

    private NetlinkSocket(NetlinkTransport transport) => _transport = transport;

    /// <summary>The namespace it is in, by <see cref="NetworkNamespace.Identity"/>; null when the kernel does not tell.</summary>
    internal (ulong Device, ulong Inode)? Namespace => _transport.FindNamespace();

    /// <summary>Another socket in the same namespace; null when that is not known, or a simulated one.</summary>
    internal NetlinkTransport? TryOpenBeside() => _transport.TryOpenBeside();

    /// <summary>Opens a socket.</summary>
    /// <param name="protocol">The netlink family.</param>
    /// <param name="ns">The namespace to open it in; null means the calling thread's.</param>
    /// <exception cref="LinuxException">The socket could not be opened, or the namespace not be entered.</exception>
    public static NetlinkSocket Open(NetlinkProtocol protocol, NetworkNamespace? ns = null) =>
        new(NetlinkTransport.Open(protocol, ns));

    /// <summary>Sends requests in one datagram and reads every answer.</summary>
    /// <remarks>See <see cref="TryExecute"/> for what the kernel does after one of them fails.</remarks>
    /// <exception cref="NetlinkException">The first request that failed.</exception>
    public void Execute(params ReadOnlySpan<NetlinkRequest> requests)
    {
        var failures = TryExecute(requests);
        if (failures.Count > 0)
        {
            throw failures[0];
        }
    }

    /// <summary>Sends requests in one datagram, reads every answer and returns the failures, in the order of the requests.</summary>
    /// <remarks>
    /// rtnetlink goes on with the next request after one has failed; nf_tables takes a batch as a whole or not at all.
    /// A request without <see cref="NetlinkFlags.Ack"/> that succeeds has no answer.
    /// </remarks>
    /// <exception cref="NetlinkException">ENOBUFS when answers were lost; EMSGSIZE when the datagram is too large.</exception>
    /// <exception cref="InvalidOperationException">The socket is in use.</exception>
    public IReadOnlyList<NetlinkException> TryExecute(params ReadOnlySpan<NetlinkRequest> requests)
    {
        if (requests.IsEmpty)
        {
            return [];
        }

        Enter();
        try
        {
            using var activity = LinuxActivitySource.StartTransaction(_transport.Protocol, requests);
            var failures = ReadAcks(requests, Send(requests));
            if (failures.Count > 0)
            {
                LinuxActivitySource.RecordFailure(activity, failures[0]);
            }

            return failures;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose()
    {
        // A buffer that another thread receives into is left to the collector, not lent to a third.
        switch (Interlocked.Exchange(ref _state, Disposed))
        {
            case Idle when _unfinishedDump is null || TryFinishDump(_unfinishedDump.Value, 1):
                _transport.Release();
                break;
            case Idle:
                _transport.Close(returnBuffer: true);
                break;
            case Busy:
                _transport.Close(returnBuffer: false);
                break;
        }
    }

    /// <returns>The first request's sequence number; the others' follow.</returns>
    private uint Send(ReadOnlySpan<NetlinkRequest> requests, NetlinkFlags moreFlags = NetlinkFlags.None)
    {
        AbandonDump();
        var total = 0;
        foreach (var request in requests)
        {
            total += NetlinkConstants.Align(request.Length);
        }

        var first = _transport.Sequence + 1;
        var buffer = ArrayPool<byte>.Shared.Rent(total);
        try
        {
            var rest = buffer.AsSpan(0, total);
            foreach (var request in requests)
            {
                rest = rest[request.WriteTo(rest, ++_transport.Sequence, moreFlags)..];
            }

            _transport.Send(buffer.AsSpan(0, total), requests[0].Operation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return first;
    }

    private IReadOnlyList<NetlinkException> ReadAcks(ReadOnlySpan<NetlinkRequest> requests, uint first)
    {
        var pending = 0;
        foreach (var request in requests)
        {
            pending += request.Flags.HasFlag(NetlinkFlags.Ack) ? 1 : 0;
        }

        // A request without an ack may still have failed, and a batch refused at its first message acks no other:
        // then the end of the answers is an empty queue.
        var mayBeSilent = pending < requests.Length;
        List<NetlinkException>? failures = null;
        while (pending > 0 || mayBeSilent)
        {
            var wait = pending > 0 && failures is null;
            switch (_transport.Receive(wait ? s_patience : TimeSpan.Zero, out var datagram))
            {
                case NetlinkReceived.Nothing when wait:
                    throw new NetlinkException(requests[0].Operation, LibC.ETIMEDOUT, "the kernel did not answer");
                case NetlinkReceived.Nothing:
                    return Sorted(failures);
                case NetlinkReceived.Lost:
                    throw new NetlinkException(requests[0].Operation, LibC.ENOBUFS, "some answers were lost, the requests may have been done");
            }

            while (NetlinkMessage.TryRead(ref datagram, out var message))
            {
                var index = unchecked(message.Sequence - first);
                if (message.Type != NetlinkConstants.NLMSG_ERROR || index >= (uint)requests.Length)
                {
                    continue;
                }

                var request = requests[(int)index];
                pending -= request.Flags.HasFlag(NetlinkFlags.Ack) ? 1 : 0;
                var ack = NetlinkAck.Parse(message);
                if (ack.Errno != 0)
                {
                    (failures ??= []).Add(ack.ToException(request.Operation, (int)index));
                }
            }
        }

        return Sorted(failures);
    }

    private static IReadOnlyList<NetlinkException> Sorted(List<NetlinkException>? failures)
    {
        failures?.Sort(static (a, b) => a.RequestIndex.CompareTo(b.RequestIndex));
        return failures ?? (IReadOnlyList<NetlinkException>)[];
    }

    private void Enter()
    {
        var state = Interlocked.CompareExchange(ref _state, Busy, Idle);
        ObjectDisposedException.ThrowIf(state == Disposed, this);
        if (state == Busy)
        {
            throw new InvalidOperationException("A netlink socket has one user at a time, and no use inside its own callbacks.");
        }
    }

    private void Leave() => Interlocked.CompareExchange(ref _state, Idle, Busy);
}
