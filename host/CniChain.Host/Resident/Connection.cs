using System.Net.Sockets;
using CniChain.Wire;

namespace CniChain.Host.Resident;

/// <summary>One connection: the peer is known, its request is read, served and answered.</summary>
/// <param name="socket">The connection; it is closed here or, when the peer has yet to say that the reply was delivered, by <paramref name="deliveries"/>.</param>
/// <param name="handler">Serves the request.</param>
/// <param name="peers">Watches whether the peer is there while that runs.</param>
/// <param name="deliveries">Waits for that word.</param>
/// <param name="allowedUser">The user besides root who may ask.</param>
internal sealed class Connection(Socket socket, IRequestHandler handler, PeerWatch peers, Deliveries deliveries, uint allowedUser)
{
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    // A caller that is stopped reads nothing. What it is told waits in the socket; when that is full, it is as good as gone.
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_refusedTimeout = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>Called when the request has failed, before the caller is told.</summary>
    public Action Failed { get; init; } = static () => { };

    /// <summary>Serves the connection and closes it. Throws nothing that is the peer's fault.</summary>
    /// <param name="overdue">Cancelled when the host can wait no longer: what runs is then undone.</param>
    public async Task ServeAsync(CancellationToken overdue)
    {
        var isKept = false;
        try
        {
            isKept = await ServeCoreAsync(overdue);
        }
        catch (Exception e) when (IsPeerGone(e))
        {
            // What it asked for was cancelled and undone by then.
        }
        finally
        {
            if (!isKept)
            {
                socket.Dispose();
            }
        }
    }

    /// <returns>Whether the socket is still needed.</returns>
    private async Task<bool> ServeCoreAsync(CancellationToken overdue)
    {
        // 1. Who is it? The socket's mode keeps others out already; a socket handed over by systemd may be wider.
        var peer = Peer.Of(socket);
        if (peer.UserId != allowedUser && peer.UserId != 0)
        {
            await RefuseAsync(CniErrorCode.InvalidEnvironment, $"user {peer.UserId} may not use this host; run cnichain as root");
            return false;
        }

        // 2. What is asked?
        WireRequest? request;
        using (var timeout = CancellationTokenSource.CreateLinkedTokenSource(overdue))
        {
            timeout.CancelAfter(ReadTimeout);
            try
            {
                request = await RequestReader.ReadAsync(socket, timeout.Token);
            }
            catch (WireFault fault)
            {
                await RefuseAsync(fault.Code, $"cnichain's request was refused: {fault.Message}");
                return false;
            }
            catch (OperationCanceledException)
            {
                return false; // Nothing was accepted, so the peer may try elsewhere.
            }
        }

        if (request is null)
        {
            return false;
        }

        var isKept = false;
        try
        {
            await SendAsync(FrameType.Accepted, static (ref FrameWriter _) => { });
            var reply = await RunAsync(request, overdue);
            if (reply.ExitCode != 0)
            {
                Failed();
            }

            return isKept = await DeliverAsync(request, reply);
        }
        finally
        {
            if (!isKept)
            {
                request.Dispose();
            }
        }
    }

    private async Task<CniReply> RunAsync(WireRequest request, CancellationToken overdue)
    {
        // 3. Work, until it is done, the caller is gone, or its time is up.
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(overdue);
        cancel.CancelAfter(request.Deadline ?? Timeout.InfiniteTimeSpan);
        await using var watched = peers.Begin(socket, cancel);
        request.CallerHasGone = watched.HasGone;
        return await handler.HandleAsync(request, new LogStream(Log), cancel.Token);
    }

    /// <summary>4. Answer. What nobody is told of does not stay.</summary>
    /// <returns>Whether the peer will say that the answer has arrived where it belongs; socket and request are needed until then.</returns>
    private async Task<bool> DeliverAsync(WireRequest request, CniReply reply)
    {
        try
        {
            await ReplyAsync(reply);
        }
        catch (Exception e) when (IsPeerGone(e) && reply.Made is not null)
        {
            await handler.TakeBackAsync(request, reply.Made);
            return false;
        }

        if (reply.Made is null || !request.Acknowledges)
        {
            return false;
        }

        // Nothing of the caller's container is held for the moment it takes.
        request.ContainerNetns?.Dispose();
        request.ContainerNetns = null;
        deliveries.Add(new Delivery(socket, request, () => handler.TakeBackAsync(request, reply.Made)));
        return true;
    }

    private void Log(ReadOnlyMemory<byte> text)
    {
        try
        {
            SendAsync(FrameType.Log, (ref FrameWriter w) => w.Add(Field.Output, text.Span)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (IsPeerGone(e))
        {
            // The caller has gone; the watch has seen it too and cancels the work.
        }
    }

    /// <summary>
    /// Says no, then takes what the peer is still sending for a moment: closed at once, the connection would break under its hands, and
    /// it would take the host for dead instead of reading the refusal.
    /// </summary>
    private async Task RefuseAsync(CniErrorCode code, string message)
    {
        Failed();
        await ReplyAsync(new CniReply(1, CniError.ToUtf8(new CniException(code, message), null)));
        socket.Shutdown(SocketShutdown.Send);
        using var timeout = new CancellationTokenSource(s_refusedTimeout);
        var noise = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(noise, SocketFlags.None, timeout.Token) > 0)
            {
            }
        }
        catch (OperationCanceledException)
        {
            // It had its time.
        }
    }

    private Task ReplyAsync(CniReply reply) => SendAsync(FrameType.Reply, (ref FrameWriter w) =>
    {
        w.Add(Field.ExitCode, reply.ExitCode);
        w.Add(Field.Output, reply.Stdout.Span);
    });

    private delegate void Fill(ref FrameWriter writer);

    private async Task SendAsync(FrameType type, Fill fill)
    {
        var frame = Frame(type, fill);
        // Log waits for this on the operation's own thread, so nothing of it may need that thread.
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            using var limit = new CancellationTokenSource(SendTimeout);
            for (var rest = frame; rest.Length > 0;)
            {
                rest = rest[await socket.SendAsync(rest, SocketFlags.None, limit.Token).ConfigureAwait(false)..];
            }
        }
        catch (OperationCanceledException)
        {
            // Half a frame may be out, so nothing more can be said.
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        finally
        {
            _sending.Release();
        }
    }

    private static ReadOnlyMemory<byte> Frame(FrameType type, Fill fill)
    {
        var writer = new FrameWriter(type);
        fill(ref writer);
        return writer.Finish();
    }

    // Disposed: by a send that took too long.
    private static bool IsPeerGone(Exception e) => e is SocketException or ObjectDisposedException;
}
