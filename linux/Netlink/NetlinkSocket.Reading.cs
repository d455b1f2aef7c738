using System.Diagnostics.CodeAnalysis;
using Tmds.Linux;

namespace CniChain.Linux.Netlink;

public sealed partial class NetlinkSocket
{
    // Each attempt is over in about a millisecond; a table that changes during all of them is under attack, not in use.
    private const int DumpAttempts = 32;

    private uint? _unfinishedDump;

    /// <summary>Asks for one object.</summary>
    /// <param name="request">A get request, without <see cref="NetlinkFlags.Dump"/>.</param>
    /// <param name="parse">Reads the answer.</param>
    /// <exception cref="NetlinkException">The kernel refused: ENODEV or ENOENT for an object that does not exist.</exception>
    public T Get<T>(NetlinkRequest request, NetlinkParser<T> parse) =>
        TryGet(request, parse, out var value, out var error) ? value : throw error;

    /// <summary>Asks for one object without the cost of an exception when the kernel refuses.</summary>
    /// <param name="request">A get request, without <see cref="NetlinkFlags.Dump"/>.</param>
    /// <param name="parse">Reads the answer.</param>
    /// <param name="value">What was read.</param>
    /// <param name="error">The kernel's refusal, when false is returned; the caller judges its errno.</param>
    public bool TryGet<T>(
        NetlinkRequest request,
        NetlinkParser<T> parse,
        [MaybeNullWhen(false)] out T value,
        [NotNullWhen(false)] out NetlinkException? error)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(parse);
        Enter();
        try
        {
            while (true)
            {
                var sequence = Send([request]);
                if (TryReadOne(request, sequence, parse, out value, out error))
                {
                    return error is null;
                }
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Reads a whole table, again from the start when it changed meanwhile (NLM_F_DUMP_INTR).</summary>
    /// <param name="request">A get request; <see cref="NetlinkFlags.Dump"/> is added.</param>
    /// <param name="select">Reads one message, or passes over it.</param>
    /// <exception cref="NetlinkException">The kernel refused; EAGAIN when the table changed during every attempt.</exception>
    public List<T> Dump<T>(NetlinkRequest request, NetlinkSelector<T> select)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(select);
        Enter();
        using var activity = LinuxActivitySource.StartDump(_transport.Protocol, request);
        try
        {
            var items = new List<T>();
            for (var attempt = 0; attempt < DumpAttempts; attempt++)
            {
                items.Clear();
                if (DumpOnce(request, select, items, stopAtFirst: false))
                {
                    return items;
                }
            }

            throw new NetlinkException(request.Operation, LibC.EAGAIN, $"the table changed during each of {DumpAttempts} attempts to read it");
        }
        catch (NetlinkException e)
        {
            LinuxActivitySource.RecordFailure(activity, e);
            throw;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Whether a table has a message that the selector takes. Reads no further than to the first.</summary>
    /// <param name="request">A get request; <see cref="NetlinkFlags.Dump"/> is added.</param>
    /// <param name="match">Whether a message is the one.</param>
    /// <exception cref="NetlinkException">The kernel refused; EAGAIN when the table changed during every attempt.</exception>
    public bool DumpAny(NetlinkRequest request, NetlinkParser<bool> match)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(match);
        Enter();
        using var activity = LinuxActivitySource.StartDump(_transport.Protocol, request);
        try
        {
            var found = new List<bool>(1);
            for (var attempt = 0; attempt < DumpAttempts; attempt++)
            {
                if (DumpOnce(request, (NetlinkMessage message, out bool value) => value = match(message), found, stopAtFirst: true))
                {
                    return found.Count > 0;
                }
            }

            throw new NetlinkException(request.Operation, LibC.EAGAIN, $"the table changed during each of {DumpAttempts} attempts to read it");
        }
        catch (NetlinkException e)
        {
            LinuxActivitySource.RecordFailure(activity, e);
            throw;
        }
        finally
        {
            Leave();
        }
    }

    /// <returns>False when the answer did not fit the buffer, which has grown: ask again.</returns>
    private bool TryReadOne<T>(NetlinkRequest request, uint sequence, NetlinkParser<T> parse, out T? value, out NetlinkException? error)
    {
        value = default;
        error = null;
        var wantsAck = request.Flags.HasFlag(NetlinkFlags.Ack);
        var found = false;
        while (true)
        {
            if (!TryReceiveAnswer(request, out var datagram))
            {
                return false;
            }

            while (NetlinkMessage.TryRead(ref datagram, out var message))
            {
                if (message.Sequence != sequence)
                {
                    continue;
                }

                if (message.Type is not (NetlinkConstants.NLMSG_ERROR or NetlinkConstants.NLMSG_DONE))
                {
                    value = found ? value : parse(message);
                    found = true;
                    if (!wantsAck && !message.Flags.HasFlag(NetlinkFlags.Multi))
                    {
                        return true;
                    }

                    continue;
                }

                var ack = NetlinkAck.Parse(message);
                if (ack.Errno != 0 || !found)
                {
                    error = ack.Errno == 0 ? new NetlinkException(request.Operation, LibC.ENOENT) : ack.ToException(request.Operation);
                }

                return true;
            }
        }
    }

    /// <returns>False when the dump was inconsistent or did not fit, and has to be done again.</returns>
    private bool DumpOnce<T>(NetlinkRequest request, NetlinkSelector<T> select, List<T> items, bool stopAtFirst)
    {
        var sequence = Send([request], NetlinkFlags.Dump);
        _unfinishedDump = sequence;
        var consistent = true;
        while (true)
        {
            if (!TryReceiveAnswer(request, out var datagram))
            {
                consistent = false;
                continue;
            }

            while (NetlinkMessage.TryRead(ref datagram, out var message))
            {
                if (message.Sequence != sequence)
                {
                    continue;
                }

                consistent &= !message.Flags.HasFlag(NetlinkFlags.DumpInterrupted);
                if (message.Type is NetlinkConstants.NLMSG_ERROR or NetlinkConstants.NLMSG_DONE)
                {
                    _unfinishedDump = null;
                    var ack = NetlinkAck.Parse(message);
                    return ack.Errno == 0 ? consistent : throw ack.ToException(request.Operation);
                }

                // What is there is there, whether or not something else changed meanwhile.
                if (select(message, out var item))
                {
                    items.Add(item!);
                    if (stopAtFirst)
                    {
                        return true;
                    }
                }
            }
        }
    }

    /// <summary>Gets rid of a dump that was left early: its rest would come before any other answer.</summary>
    /// <remarks>
    /// The rest of a small table is the next datagram. That of a large one is milliseconds of the kernel's time,
    /// which a new socket saves.
    /// </remarks>
    private void AbandonDump()
    {
        if (_unfinishedDump is { } sequence && !TryFinishDump(sequence, 1) && !_transport.TryRenew())
        {
            TryFinishDump(sequence, int.MaxValue);
        }

        _unfinishedDump = null;
    }

    private bool TryFinishDump(uint sequence, int datagrams)
    {
        for (; datagrams > 0; datagrams--)
        {
            // The kernel queues the next part while it hands out one, so there is nothing to wait for: none is the end.
            if (_transport.Receive(TimeSpan.Zero, out var datagram) == NetlinkReceived.Nothing)
            {
                return true;
            }

            while (NetlinkMessage.TryRead(ref datagram, out var message))
            {
                if (message.Sequence == sequence && message.Type is (NetlinkConstants.NLMSG_ERROR or NetlinkConstants.NLMSG_DONE))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <returns>False when the datagram was larger than the buffer, or others were lost.</returns>
    private bool TryReceiveAnswer(NetlinkRequest request, out ReadOnlySpan<byte> datagram) =>
        _transport.Receive(s_patience, out datagram) switch
        {
            NetlinkReceived.Datagram => true,
            NetlinkReceived.Nothing => throw new NetlinkException(request.Operation, LibC.ETIMEDOUT, "the kernel did not answer"),
            _ => false,
        };
}
