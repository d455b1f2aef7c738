using System.Net;
using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Dhcp.V6;

internal sealed partial class DhcpClient
{
    private void TakeAdvertise(DhcpMessage message, IPAddress from, TimeSpan now)
    {
        var answer = LeaseReader.Read(message, profile.Iaid, _wish, from, _sent);
        if (answer.Lease is not { } offer)
        {
            Heard.Heard($"the advertisement of {from} was refused: {answer.Problem}");
            return;
        }

        _ = message.Options.TryGet<PreferenceOption, byte>(out var preference);
        Heard.Heard($"{offer.Address} was advertised by {from}" + (preference > 0 ? $" with preference {preference}" : ""));
        if (preference > _preference)
        {
            _offer = offer;
            _preference = preference;
        }

        if (preference == TakeAtOnce)
        {
            Request(offer, now);
            return;
        }

        WakeAt = Min(WakeAt, now + s_collecting);
    }

    private void TakeReply(DhcpMessage message, IPAddress from, TimeSpan now)
    {
        if (State == LeaseState.Declining)
        {
            EndDecline(now);
            return;
        }

        if (State == LeaseState.Confirming)
        {
            TakeConfirmation(message, from, now);
            return;
        }

        var answer = LeaseReader.Read(message, profile.Iaid, Lease?.Address, from, _sent);
        if (answer.Lease is not { } lease)
        {
            TakeRefusal(message, answer, from, now);
        }
        else if (profile.DetectConflicts && Lease is null)
        {
            _offer = lease;
            _probes = 0;
            State = LeaseState.Probing;
            Probe(now);
        }
        else
        {
            Bind(lease, now);
        }
    }

    /// <summary>A server says of an address whether it is of its link, and of nothing else.</summary>
    private void TakeConfirmation(DhcpMessage message, IPAddress from, TimeSpan now)
    {
        _ = message.Options.TryGet<StatusCodeOption, Status>(out var status);
        if (status.Code == StatusCode.Success)
        {
            GoOn(now);
        }
        else if (status.Code == StatusCode.NotOnLink)
        {
            Lose(now, $"{from} says that it is not of this network ({status})");
        }
    }

    /// <summary>RFC 8415, 18.2.10.1.</summary>
    private void TakeRefusal(DhcpMessage message, LeaseAnswer answer, IPAddress from, TimeSpan now)
    {
        Heard.Heard($"the reply of {from} was refused: {answer.Problem}");
        switch (answer.Status)
        {
            // Later again, as the timers have it.
            case StatusCode.UnspecFail or StatusCode.UseMulticast:
                break;
            case StatusCode.NoBinding when Lease is not null && State != LeaseState.Requesting:
                _ = message.Options.TryGet<ServerIdOption, byte[]>(out var server);
                Request(Lease with { ServerId = server!, Server = from }, now);
                break;
            case StatusCode.NotOnLink when Lease is not null:
                Lose(now, $"{from} says that it is not of this network ({answer.Problem})");
                break;
            case StatusCode.Success when answer.IsWithdrawn:
                Lose(now, $"{from} takes it back");
                break;

            // What makes no sense is as good as nothing: somebody else may have sent it in the server's name.
            case not StatusCode.Success when State == LeaseState.Requesting:
                StopRequesting(now);
                break;
        }
    }

    /// <summary>A server that does not lend what it advertised, or what it has forgotten.</summary>
    private void StopRequesting(TimeSpan now)
    {
        _offer = null;
        if (Lease is null)
        {
            _wish = null;
            Restart(now);
            return;
        }

        // The address is lent until it ends, whatever the server remembers; it is asked again later.
        EnterExtending(now);
        WakeAt = Min(now + _retry.Next(), Lease.Expires ?? TimeSpan.MaxValue);
    }

    private void EndDecline(TimeSpan now)
    {
        _offer = null;
        if (Lease is null)
        {
            Restart(now);
        }
        else
        {
            GoOn(now);
        }
    }

    private void Bind(DhcpLease lease, TimeSpan now)
    {
        Lease = lease;
        _offer = null;
        _refused = false;
        _wish = lease.Address;
        State = LeaseState.Bound;
        WakeAt = NextStep(lease);
        output.Bound(lease);
        if (WakeAt <= now)
        {
            GoOn(now);
        }
    }

    private void Lose(TimeSpan now, string reason)
    {
        var lease = Lease!;
        Lease = null;
        _offer = null;
        Heard.Clear();
        output.Lost(lease, reason);
        Restart(now);
    }
}
