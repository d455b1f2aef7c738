namespace CniChain.Plugins.Dhcp.V6;

internal sealed partial class DhcpClient
{
    private void Solicit(TimeSpan now)
    {
        _offer = null;
        _preference = -1;
        Enter(LeaseState.Selecting, _solicit, now, fullFirst: true);
        Transmit(_messages.Solicit(_wish), now);
    }

    private void Request(DhcpLease offer, TimeSpan now)
    {
        _offer = offer;
        Enter(LeaseState.Requesting, RetransmissionTimes.Request, now);
        Transmit(_messages.Request(offer.ServerId, offer.Address), now);
    }

    private void Probe(TimeSpan now)
    {
        _probes++;
        WakeAt = now + s_probeEvery;
        output.Probe(_offer!.Address);
    }

    /// <summary>From the start: at once the first time, later and later when it is refused again and again.</summary>
    private void Restart(TimeSpan now)
    {
        if (!_refused)
        {
            _refused = true;
            _refusals.Begin(s_refusals);
            Solicit(now);
            return;
        }

        State = LeaseState.Init;
        WakeAt = now + _refusals.Next();
    }

    /// <summary>Where the times of the lease put the machine, once it is bound.</summary>
    private void GoOn(TimeSpan now)
    {
        var lease = Lease!;
        if ((lease.Renews is null || now < lease.Renews) && (lease.Rebinds is null || now < lease.Rebinds))
        {
            State = LeaseState.Bound;
            WakeAt = NextStep(lease);
            return;
        }

        if (State != Extending(now))
        {
            EnterExtending(now);
        }

        if (State == LeaseState.Rebinding)
        {
            Transmit(_messages.Rebind(lease), now, lease.Expires);
        }
        else
        {
            Transmit(_messages.Renew(lease), now, lease.Rebinds);
        }
    }

    private void EnterExtending(TimeSpan now)
    {
        var lease = Lease!;
        var state = Extending(now);
        var end = state == LeaseState.Rebinding ? lease.Expires : lease.Rebinds;
        Enter(state, RetransmissionTimes.Extend(end - now), now);
    }

    private LeaseState Extending(TimeSpan now) => Lease!.Rebinds <= now ? LeaseState.Rebinding : LeaseState.Renewing;

    private void Enter(LeaseState state, RetransmissionTimes times, TimeSpan now, bool fullFirst = false)
    {
        State = state;
        _began = now;
        _retry.Begin(times, fullFirst);
        Xid = (uint)random.Next((int)DhcpWriter.XidMask + 1);
    }

    /// <summary>Sends, and says when to again: after the next pause, but not after a time at which something else is to be done.</summary>
    private void Transmit(DhcpMessage message, TimeSpan now, TimeSpan? until = null)
    {
        _sent = now;
        WakeAt = Min(until, now + _retry.Next());
        if (Lease?.Expires is { } end)
        {
            WakeAt = Min(end, WakeAt.Value);
        }

        Heard.Sent(message.Type.ToString().ToUpperInvariant());
        var hundredths = (ushort)Math.Min((now - _began).TotalMilliseconds / 10, ushort.MaxValue);
        message.Options.Add<Options.ElapsedTimeOption, ushort>(hundredths);
        output.Send(message with { Xid = Xid });
    }

    private static TimeSpan? NextStep(DhcpLease lease) => lease.Renews ?? lease.Rebinds;

    private static TimeSpan Min(TimeSpan? a, TimeSpan b) => a < b ? a.Value : b;
}
