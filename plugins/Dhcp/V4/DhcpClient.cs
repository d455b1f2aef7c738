using System.Net;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Dhcp.V4;

/// <summary>The client's state machine (RFC 2131, 4.4): messages and times in, messages and news out. No socket, no clock, no thread.</summary>
/// <remarks>
/// Every method takes the present time, which never goes back. After each, the caller looks at <see cref="WakeAt"/>,
/// <see cref="IsListening"/> and <see cref="Xid"/>. One caller at a time.
/// </remarks>
internal sealed partial class DhcpClient(ClientProfile profile, IDhcpOutput output, Random random)
{
    private const int MaxRequests = 4;
    private const int Probes = 3;

    // RFC 5227's are seconds, for links that take seconds to come up; here ADD waits.
    private static readonly TimeSpan s_probeEvery = TimeSpan.FromMilliseconds(250);

    // RFC 2131, 3.1, step 5.
    private static readonly TimeSpan s_afterDecline = TimeSpan.FromSeconds(10);

    // RFC 2131, 4.4.5.
    private static readonly TimeSpan s_renewPause = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_shortestPause = TimeSpan.FromSeconds(1);

    private readonly MessageFactory _messages = new(profile);
    private readonly Backoff _backoff = new(random);
    private readonly Backoff _refusals = new(random);
    private TimeSpan _began;
    private TimeSpan _sent;
    private int _tries;
    private bool _refused;
    private IPAddress? _wish;
    private DhcpLease? _offer;

    public LeaseState State { get; private set; }

    /// <summary>The lease; null while there is none.</summary>
    public DhcpLease? Lease { get; private set; }

    /// <summary>When <see cref="Tick"/> is due; null when nothing is.</summary>
    public TimeSpan? WakeAt { get; private set; }

    /// <summary>The transaction that answers must name; another one with every exchange.</summary>
    public uint Xid { get; private set; }

    /// <summary>Whether answers are awaited.</summary>
    public bool IsListening => State is LeaseState.Selecting or LeaseState.Requesting or LeaseState.Renewing or LeaseState.Rebinding or LeaseState.Rebooting;

    public HeardMessages Heard { get; } = new("DISCOVER", "REQUEST", "no offer came");

    /// <summary>INIT: asks for a lease.</summary>
    /// <param name="now">The time.</param>
    /// <param name="wish">An address to ask for; null for any.</param>
    public void Start(TimeSpan now, IPAddress? wish = null)
    {
        _wish = wish;
        Heard.Clear();
        Discover(now, first: true);
    }

    /// <summary>Goes on with a lease that an earlier process has got, and asks whether it still stands (INIT-REBOOT, RFC 2131, 4.4.2).</summary>
    public void Resume(DhcpLease lease, TimeSpan now)
    {
        Lease = lease;
        if (lease.Expires <= now)
        {
            Lose(now, "it ended while no host ran");
            return;
        }

        State = LeaseState.Rebooting;
        Begin(now);
        SendReboot(now);
    }

    /// <summary>Goes on with a lease as it is.</summary>
    public void Continue(DhcpLease lease, TimeSpan now)
    {
        Lease = lease;
        GoOn(now);
    }

    /// <summary>Does what is due.</summary>
    public void Tick(TimeSpan now)
    {
        if (WakeAt is not { } due || due > now)
        {
            return;
        }

        if (Lease is { } lease && State != LeaseState.Probing && lease.Expires <= now)
        {
            Lose(now, "it has ended, and no server extended it");
            return;
        }

        switch (State)
        {
            case LeaseState.Init:
                Discover(now, first: true);
                break;
            case LeaseState.Selecting:
                Discover(now, first: false);
                break;
            case LeaseState.Requesting when _tries >= MaxRequests:
                Discover(now, first: true);
                break;
            case LeaseState.Requesting:
                SendRequest(now);
                break;
            case LeaseState.Rebooting when _tries >= MaxRequests:
                // Nobody says no, and the lease runs on (RFC 2131, 3.2, step 3).
                GoOn(now);
                break;
            case LeaseState.Rebooting:
                SendReboot(now);
                break;
            case LeaseState.Probing when _tries >= Probes:
                Bind(_offer!, now);
                break;
            case LeaseState.Probing:
                SendProbe(now);
                break;
            default:
                GoOn(now);
                break;
        }
    }

    /// <summary>Takes a message that came over the link; what is not for this client, or not awaited, is nothing.</summary>
    public void Receive(DhcpMessage message, TimeSpan now)
    {
        if (!IsListening || !message.IsReply || message.Xid != Xid || message.HardwareAddress != profile.Mac)
        {
            return;
        }

        _ = message.Options.TryGet<ServerIdentifierOption, IPAddress>(out var server);
        switch (message.Type)
        {
            case MessageType.Offer when State == LeaseState.Selecting:
                TakeOffer(message, server, now);
                break;
            case MessageType.Ack when State != LeaseState.Selecting && IsAwaited(server):
                TakeAck(message, server, now);
                break;
            case MessageType.Nak when State != LeaseState.Selecting && IsAwaited(server):
                TakeNak(message, server, now);
                break;
        }
    }

    /// <summary>Somebody answers ARP for the address.</summary>
    /// <param name="who">Who, for the error.</param>
    /// <param name="now">The time.</param>
    public void Conflict(string who, TimeSpan now)
    {
        if (State != LeaseState.Probing)
        {
            return;
        }

        Heard.Heard($"{_offer!.Address} from {_offer.Server} is in use by {who} and was declined");
        Begin(now);
        Send(_messages.Decline(_offer), IPAddress.Any, now);
        _wish = null;
        State = LeaseState.Init;
        WakeAt = now + s_afterDecline;
    }

    /// <summary>The message that gives the lease back; null when there is none. The machine stands still afterwards.</summary>
    public DhcpMessage? Stop()
    {
        var lease = Lease;
        Lease = null;
        State = LeaseState.Init;
        WakeAt = null;
        return lease is null ? null : _messages.Release(lease) with { Xid = NewXid() };
    }

    private void TakeOffer(DhcpMessage message, IPAddress? server, TimeSpan now)
    {
        if (!LeaseReader.TryRead(message, _sent, out var offer, out var problem))
        {
            Heard.Heard($"the offer of {message.YourAddress} from {Name(server)} was refused: {problem}");
            return;
        }

        Heard.Heard($"{offer.Address} was offered by {offer.Server}");
        _offer = offer;
        _tries = 0;
        _backoff.Reset();
        State = LeaseState.Requesting;
        SendRequest(now);
    }

    private void TakeAck(DhcpMessage message, IPAddress? server, TimeSpan now)
    {
        if (!LeaseReader.TryRead(message, _sent, out var lease, out var problem))
        {
            Heard.Heard($"the ACK of {message.YourAddress} from {Name(server)} was refused: {problem}");
            return;
        }

        if (profile.DetectConflicts && State == LeaseState.Requesting)
        {
            _offer = lease;
            _tries = 0;
            State = LeaseState.Probing;
            SendProbe(now);
            return;
        }

        Bind(lease, now);
    }

    private void TakeNak(DhcpMessage message, IPAddress? server, TimeSpan now)
    {
        var text = message.Options.TryGet<MessageTextOption, string>(out var said) ? $": \"{said}\"" : "";
        Heard.Heard($"{Name(server)} refused (NAK{text})");
        if (Lease is not null)
        {
            Lose(now, $"{Name(server)} takes it back (NAK{text})");
            return;
        }

        _wish = null;
        Restart(now);
    }

    private void Bind(DhcpLease lease, TimeSpan now)
    {
        Lease = lease;
        _offer = null;
        _refused = false;
        _refusals.Reset();
        _wish = lease.Address;
        State = LeaseState.Bound;
        WakeAt = lease.Renews;
        output.Bound(lease);
        if (WakeAt <= now)
        {
            GoOn(now);
        }
    }

    /// <summary>Where the times of the lease put the machine, once it is bound.</summary>
    private void GoOn(TimeSpan now)
    {
        var lease = Lease!;
        if (lease.Expires is not { } end)
        {
            State = LeaseState.Bound;
            WakeAt = null;
            return;
        }

        if (now < lease.Renews)
        {
            State = LeaseState.Bound;
            WakeAt = lease.Renews;
            return;
        }

        var rebinding = now >= lease.Rebinds;
        var state = rebinding ? LeaseState.Rebinding : LeaseState.Renewing;
        if (State != state)
        {
            State = state;
            Begin(now);
        }

        _sent = now;
        var message = Complete(_messages.Extend(lease.Address), now);
        if (rebinding)
        {
            output.Broadcast(message, lease.Address);
        }
        else
        {
            output.Unicast(message, lease);
        }

        WakeAt = now + ExtendPause(now, rebinding ? end : lease.Rebinds!.Value, lease);
    }

    /// <summary>Half of what is left, a minute at least; on short leases a minute would be for ever.</summary>
    private static TimeSpan ExtendPause(TimeSpan now, TimeSpan until, DhcpLease lease)
    {
        var least = Min(s_renewPause, (lease.Expires!.Value - lease.Obtained) / 16);
        var pause = Max((until - now) / 2, Max(least, s_shortestPause));
        return Min(pause, Max(until - now, TimeSpan.FromMilliseconds(1)));
    }

    private void Lose(TimeSpan now, string reason)
    {
        var lease = Lease!;
        Lease = null;
        Heard.Clear();
        output.Lost(lease, reason);
        Restart(now);
    }

    /// <summary>From the start: at once the first time, later and later when it is refused again and again.</summary>
    private void Restart(TimeSpan now)
    {
        if (!_refused)
        {
            _refused = true;
            Discover(now, first: true);
            return;
        }

        State = LeaseState.Init;
        WakeAt = now + _refusals.Next();
    }
}
