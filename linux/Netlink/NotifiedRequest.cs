using System.Buffers;
using CniChain.Linux.Folding;
using Tmds.Linux;

namespace CniChain.Linux.Netlink;

/// <summary>
/// A request whose caller goes on as soon as the kernel's notifications say that it is done, while a thread of its own stays in the
/// system call until the kernel lets it go.
/// </summary>
/// <remarks>The caller reads while the thread sends. Whoever is done last gives the socket back.</remarks>
internal sealed class NotifiedRequest
{
    // A send that fails has no answer, and is as rare as memory is short.
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(50);

    private readonly NetlinkTransport _transport;
    private readonly NetlinkRequest _request;
    private readonly uint _sequence;
    private LinuxException? _sendFailure;
    private volatile bool _isSent;
    private int _users = 2;

    private NotifiedRequest(NetlinkTransport transport, NetlinkRequest request)
    {
        _transport = transport;
        _request = request;
        _sequence = ++transport.Sequence;
    }

    /// <summary>Executes a request.</summary>
    /// <param name="transport">A socket for this request alone, which is released here.</param>
    /// <param name="request">The request, which wants an ack.</param>
    /// <param name="group">The group of notifications.</param>
    /// <param name="isEnough">Looks at a notification; true when nothing is left to wait for.</param>
    /// <param name="threads">Those that send.</param>
    /// <returns>The kernel's refusal; null when it is done.</returns>
    /// <exception cref="LinuxException">The request could not be sent; ENOBUFS when its answer was lost.</exception>
    public static NetlinkException? Execute(
        NetlinkTransport transport, NetlinkRequest request, uint group, NetlinkParser<bool> isEnough, Errands threads)
    {
        var notified = new NotifiedRequest(transport, request);
        try
        {
            transport.Subscribe(group, isWanted: true);
        }
        catch (LinuxException)
        {
            transport.Dispose();
            throw;
        }

        threads.Begin(notified.Send);
        try
        {
            return notified.Await(isEnough);
        }
        finally
        {
            transport.Subscribe(group, isWanted: false);
            notified.Leave();
        }
    }

    private void Send()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(NetlinkConstants.Align(_request.Length));
        try
        {
            _transport.Send(buffer.AsSpan(0, _request.WriteTo(buffer, _sequence)), _request.Operation);
        }
        catch (LinuxException e)
        {
            _sendFailure = e;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        _isSent = true;
        Leave();
    }

    private NetlinkException? Await(NetlinkParser<bool> isEnough)
    {
        var isLost = false;
        while (true)
        {
            // The answer is there when the request was sent; so nothing found after that is the end.
            var wasSent = _isSent;
            switch (_transport.Receive(wasSent ? TimeSpan.Zero : s_glance, out var datagram))
            {
                case NetlinkReceived.Nothing when wasSent:
                    throw _sendFailure ?? new NetlinkException(
                        _request.Operation, isLost ? LibC.ENOBUFS : LibC.ETIMEDOUT, "the kernel's answer was lost, the request may have been done");
                case NetlinkReceived.Lost:
                    isLost = true;
                    break;
            }

            while (NetlinkMessage.TryRead(ref datagram, out var message))
            {
                if (message.Type == NetlinkConstants.NLMSG_ERROR && message.Sequence == _sequence)
                {
                    var ack = NetlinkAck.Parse(message);
                    return ack.Errno == 0 ? null : ack.ToException(_request.Operation);
                }

                if (message.Type != NetlinkConstants.NLMSG_ERROR && isEnough(message))
                {
                    return null;
                }
            }
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) > 0)
        {
            return;
        }

        try
        {
            // What is left of notifications, and the answer, are not for the socket's next user.
            while (_transport.Receive(TimeSpan.Zero, out _) != NetlinkReceived.Nothing)
            {
            }

            _transport.Release();
        }
        catch (LinuxException)
        {
            _transport.Dispose();
        }
    }
}
