using System.Net.Sockets;
using CniChain.Linux;
using Tmds.Linux;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>One lease on the loop: its state machine, and the sockets it has only while an answer is awaited.</summary>
/// <remarks>On the loop's thread throughout.</remarks>
internal abstract class KeptLease
{
    // A flood is dealt with in portions, so that the other leases have their turn; epoll tells again of what is left.
    protected const int MaxPackets = 32;

    // An answer or two; what more comes is not for us.
    protected const int ReceiveBuffer = 64 * 1024;

    private readonly ILeaseOwner _owner;
    private readonly TimerSlot _timer;
    private TimerSlot? _beginning;
    private AddressProbe? _probe;
    private bool _gone;

    protected KeptLease(EventLoop loop, ILeaseOwner owner, LeaseRecord record)
    {
        Loop = loop;
        _owner = owner;
        Record = record;
        _timer = new TimerSlot(() => Step(() => Tick(BootClock.Now)));
    }

    /// <summary>The lease as the state machine has it; null while there is none.</summary>
    public abstract Lease? Lease { get; }

    public abstract HeardMessages Heard { get; }

    public LeaseRecord Record { get; set; }

    /// <summary>The lease whose address and routes the container's interface has; null while it has none.</summary>
    public Lease? Applied { get; set; }

    /// <summary>The lease that the host's journal and the runtime know of.</summary>
    public Lease? Reported { get; set; }

    /// <summary>The container's namespace while ADD has it open; null lets it be opened by its path.</summary>
    public NetworkNamespace? OpenNetns { get; set; }

    /// <summary>ADD's, completed with the first lease.</summary>
    public TaskCompletionSource<Lease>? FirstLease { get; init; }

    /// <summary>Set once nobody is interested in it any more: nothing it does counts.</summary>
    public bool IsEnded { get; private set; }

    protected EventLoop Loop { get; }

    protected abstract TimeSpan? WakeAt { get; }

    protected abstract bool IsListening { get; }

    protected abstract bool IsProbing { get; }

    /// <summary>Of the record's family.</summary>
    public static KeptLease Create(
        EventLoop loop, ILeaseOwner owner, LeaseRecord record, Random random, NetworkNamespace? netns = null, TaskCompletionSource<Lease>? first = null) =>
        record.Family == LeaseFamily.IPv4
            ? new KeptLease4(loop, owner, record, random) { OpenNetns = netns, FirstLease = first }
            : new KeptLease6(loop, owner, record, random) { OpenNetns = netns, FirstLease = first };

    /// <summary>Asks for a lease. Within <see cref="Step"/>, as the other two.</summary>
    /// <param name="wish">An address to ask for; null for any.</param>
    public abstract void Start(System.Net.IPAddress? wish);

    /// <summary>Goes on with a lease after a restart, and asks whether it stands.</summary>
    public abstract void Resume(Lease lease);

    /// <summary>Goes on with a lease as it is.</summary>
    public abstract void Continue(Lease lease);

    /// <summary>Starts the machine, after a while.</summary>
    public void Begin(TimeSpan delay, Action start)
    {
        if (delay <= TimeSpan.Zero)
        {
            Step(start);
            return;
        }

        _beginning = new TimerSlot(() => Step(start));
        Loop.Set(_beginning, BootClock.Now + delay);
    }

    /// <summary>Does something with the machine, and then what follows from it.</summary>
    public void Step(Action action)
    {
        if (IsEnded)
        {
            return;
        }

        action();
        if (IsEnded)
        {
            return;
        }

        if (_gone)
        {
            _owner.Vanished(this);
            return;
        }

        if (!IsListening)
        {
            CloseSockets();
        }

        if (!IsProbing)
        {
            CloseProbe();
        }

        Loop.Set(_timer, WakeAt);
    }

    /// <summary>Is done with it.</summary>
    public void End()
    {
        IsEnded = true;
        Loop.Set(_timer, null);
        if (_beginning is not null)
        {
            Loop.Set(_beginning, null);
        }

        CloseSockets();
        CloseProbe();
    }

    /// <summary>Runs something in the container; notes when that is gone, and returns nothing then.</summary>
    public T? WithNetns<T>(Func<NetworkNamespace, T> action)
        where T : class
    {
        if (OpenNetns is { } open)
        {
            return action(open);
        }

        using var ns = ContainerPlace.TryOpen(Record);
        if (ns is null)
        {
            _gone = true;
            return null;
        }

        return action(ns);
    }

    protected abstract void Tick(TimeSpan now);

    protected abstract void CloseSockets();

    /// <summary>Asks whether somebody has an address.</summary>
    /// <param name="open">Opens what asks, at the first time.</param>
    protected void AskForHolder(Func<NetworkNamespace, AddressProbe> open) => Guard(() =>
    {
        _probe ??= WithNetns(open);
        _probe?.Send();
    });

    protected void NoteBound(Lease lease)
    {
        Record = LeaseRecords.With(Record, lease, "bound");
        _owner.Bound(this, lease);
    }

    protected void NoteLost(Lease lease, string reason)
    {
        Record = LeaseRecords.With(Record, null, "lost");
        _owner.Lost(this, lease, reason);
    }

    /// <summary>What cannot be sent now is sent again by the machine's timers; a link that is gone ends the lease.</summary>
    protected void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (LinuxException e)
        {
            if (e.Errno == LibC.ENODEV || e.Errno == LibC.ENXIO)
            {
                _gone = OpenNetns is null;
            }

            Heard.Heard(e.Message);
        }
        catch (SocketException e)
        {
            Heard.Heard($"sending to the server: {e.Message}");
        }
    }

    private void CloseProbe()
    {
        _probe?.Dispose();
        _probe = null;
    }
}
