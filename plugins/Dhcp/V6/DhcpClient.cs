using System.Net;
using CniChain.Plugins.Dhcp.V6.Options;

namespace CniChain.Plugins.Dhcp.V6;

/// <summary>The client's state machine (RFC 8415, 18.2): messages and times in, messages and news out. No socket, no clock, no thread.</summary>
/// <remarks>
/// <para>Every method takes the present time, which never goes back. After each, the caller looks at <see cref="WakeAt"/>,
/// <see cref="IsListening"/> and <see cref="Xid"/>. One caller at a time.</para>
/// <para>The first message of an exchange is sent at once: the pauses that RFC 8415 puts before it (SOL_MAX_DELAY and its like) part clients
/// that were switched on together, and here containers come one by one, and leases taken up after a restart are spread by who does that.</para>
/// </remarks>
internal sealed partial class DhcpClient(ClientProfile profile, IDhcpOutput output, Random random)
{
    private const int Probes = 3;
    private const byte TakeAtOnce = 255; // RFC 8415, 18.2.1

    // RFC 8415, 18.2.1, has the client listen for a second to whoever else advertises. An ADD waits, and who is on the link has answered by then.
    private static readonly TimeSpan s_collecting = TimeSpan.FromMilliseconds(100);

    // As DHCPv4's: RFC 4862's probes are a second apart, and ADD waits.
    private static readonly TimeSpan s_probeEvery = TimeSpan.FromMilliseconds(250);

    // CNF_MAX_RD.
    private static readonly TimeSpan s_confirmFor = TimeSpan.FromSeconds(10);

    private static readonly RetransmissionTimes s_refusals = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(64));

    private readonly MessageFactory _messages = new(profile);
    private readonly Retransmission _retry = new(random);
    private readonly Retransmission _refusals = new(random);
    private RetransmissionTimes _solicit = RetransmissionTimes.Solicit;
    private TimeSpan _began;
    private TimeSpan _sent;
    private int _probes;
    private bool _refused;
    private IPAddress? _wish;
    private DhcpLease? _offer;
    private int _preference = -1;

    public LeaseState State { get; private set; }

    /// <summary>The lease; null while there is none.</summary>
    public DhcpLease? Lease { get; private set; }

    /// <summary>When <see cref="Tick"/> is due; null when nothing is.</summary>
    public TimeSpan? WakeAt { get; private set; }

    /// <summary>The transaction that answers must name; another one with every exchange.</summary>
    public uint Xid { get; private set; }

    /// <summary>Whether answers are awaited.</summary>
    public bool IsListening => State is not (LeaseState.Init or LeaseState.Probing or LeaseState.Bound);

    public HeardMessages Heard { get; } = new("SOLICIT", "REQUEST", "no advertisement came");

    /// <summary>Asks for a lease.</summary>
    /// <param name="now">The time.</param>
    /// <param name="wish">An address to ask for; null for any.</param>
    public void Start(TimeSpan now, IPAddress? wish = null)
    {
        _wish = wish;
        Heard.Clear();
        Solicit(now);
    }

    /// <summary>
    /// Goes on with a lease that an earlier process has got, and asks whether it is still of this link (CONFIRM, RFC 8415, 18.2.3): whatever
    /// became of the link meanwhile, any server on it can say so, and nothing is asked that T1 does not ask anyway.
    /// </summary>
    public void Resume(DhcpLease lease, TimeSpan now)
    {
        Lease = lease;
        if (lease.Expires <= now)
        {
            Lose(now, "it ended while no host ran");
            return;
        }

        Enter(LeaseState.Confirming, RetransmissionTimes.Confirm, now);
        Transmit(_messages.Confirm(lease), now, _began + s_confirmFor);
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
                Solicit(now);
                break;
            case LeaseState.Selecting when _offer is not null:
                Request(_offer, now);
                break;
            case LeaseState.Selecting:
                Transmit(_messages.Solicit(_wish), now);
                break;
            case LeaseState.Requesting when _retry.IsOver:
                StopRequesting(now);
                break;
            case LeaseState.Requesting:
                Transmit(_messages.Request(_offer!.ServerId, _offer.Address), now);
                break;
            case LeaseState.Confirming when now >= _began + s_confirmFor:
                // Nobody says no, and the lease runs on (RFC 8415, 18.2.3).
                GoOn(now);
                break;
            case LeaseState.Confirming:
                Transmit(_messages.Confirm(Lease!), now, _began + s_confirmFor);
                break;
            case LeaseState.Probing when _probes >= Probes:
                Bind(_offer!, now);
                break;
            case LeaseState.Probing:
                Probe(now);
                break;
            case LeaseState.Declining when _retry.IsOver:
                EndDecline(now);
                break;
            case LeaseState.Declining:
                Transmit(_messages.Decline(_offer!), now);
                break;
            default:
                GoOn(now);
                break;
        }
    }

    /// <summary>Takes a message that came over the link; what is not for this client, or not awaited, is nothing (RFC 8415, 16).</summary>
    /// <param name="message">The message.</param>
    /// <param name="from">The address it came from.</param>
    /// <param name="now">The time.</param>
    public void Receive(DhcpMessage message, IPAddress from, TimeSpan now)
    {
        if (!IsListening || message.Xid != Xid
            || !message.Options.TryGet<ClientIdOption, byte[]>(out var client) || !client.AsSpan().SequenceEqual(profile.Duid)
            || !message.Options.TryGet<ServerIdOption, byte[]>(out var server))
        {
            return;
        }

        if (message.Type is not (MessageType.Advertise or MessageType.Reply))
        {
            return;
        }

        if (message.Options.TryGet<SolMaxRtOption, uint>(out var seconds))
        {
            _solicit = _solicit with { Longest = TimeSpan.FromSeconds(seconds) };
        }

        switch (State)
        {
            case LeaseState.Selecting when message.Type == MessageType.Advertise:
                TakeAdvertise(message, from, now);
                break;
            case LeaseState.Selecting when profile.RapidCommit && message.Options.Has(RapidCommitOption.Code):
                TakeReply(message, from, now);
                break;
            case LeaseState.Selecting:
                break;
            case LeaseState.Requesting or LeaseState.Declining when message.Type == MessageType.Reply && server.AsSpan().SequenceEqual(_offer!.ServerId):
                TakeReply(message, from, now);
                break;
            case LeaseState.Renewing when message.Type == MessageType.Reply && server.AsSpan().SequenceEqual(Lease!.ServerId):
            case LeaseState.Rebinding or LeaseState.Confirming when message.Type == MessageType.Reply:
                TakeReply(message, from, now);
                break;
        }
    }

    /// <summary>A neighbour has the address.</summary>
    /// <param name="who">Who, for the error.</param>
    /// <param name="now">The time.</param>
    public void Conflict(string who, TimeSpan now)
    {
        if (State != LeaseState.Probing)
        {
            return;
        }

        Heard.Heard($"{_offer!.Address} from {_offer.Server} is in use by {who} and was declined");
        _wish = null;
        Enter(LeaseState.Declining, RetransmissionTimes.Decline, now);
        Transmit(_messages.Decline(_offer), now);
    }
}
