using System.Net;
using CniChain.Plugins.Dhcp.V6;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>A lease by DHCPv6: always by UDP from the interface's link-local address to everybody who serves.</summary>
internal sealed class KeptLease6 : KeptLease, IDhcpOutput
{
    private static readonly byte[] s_buffer = new byte[ushort.MaxValue];

    private readonly DhcpClient _client;
    private Dhcp6Socket? _socket;
    private ulong _socketKey;
    private uint _socketXid;

    public KeptLease6(EventLoop loop, ILeaseOwner owner, LeaseRecord record, Random random)
        : base(loop, owner, record) => _client = new DhcpClient(LeaseRecords.Profile6(record), this, random);

    public override Lease? Lease => _client.Lease;

    public override HeardMessages Heard => _client.Heard;

    protected override TimeSpan? WakeAt => _client.WakeAt;

    protected override bool IsListening => _client.IsListening;

    protected override bool IsProbing => _client.State == LeaseState.Probing;

    public override void Start(IPAddress? wish) => _client.Start(BootClock.Now, wish);

    public override void Resume(Lease lease) => _client.Resume((DhcpLease)lease, BootClock.Now);

    public override void Continue(Lease lease) => _client.Continue((DhcpLease)lease, BootClock.Now);

    public void Send(DhcpMessage message) => Guard(() =>
    {
        OpenSocket(message.Xid);
        var data = new byte[4096];
        _socket?.Send(data.AsSpan(0, DhcpWriter.Write(message, data)));
    });

    public void Probe(IPAddress address) =>
        AskForHolder(ns => NeighbourProbe.Open(Loop, ns, Record, address, who => Step(() => _client.Conflict(who, BootClock.Now))));

    public void Bound(DhcpLease lease) => NoteBound(lease);

    public void Lost(DhcpLease lease, string reason) => NoteLost(lease, reason);

    protected override void Tick(TimeSpan now) => _client.Tick(now);

    protected override void CloseSockets()
    {
        if (_socket is not null)
        {
            Loop.Unwatch(_socketKey, _socket.Handle);
            _socket.Dispose();
            _socket = null;
        }
    }

    private void OpenSocket(uint xid)
    {
        if (_socket is not null && _socketXid == xid)
        {
            return;
        }

        CloseSockets();
        _socket = WithNetns(ns => Dhcp6Socket.Open(ns, Record, xid, ReceiveBuffer));
        if (_socket is not null)
        {
            _socketXid = xid;
            _socketKey = Loop.Watch(_socket.Handle, Read);
            Record = Record with { LinkLocal = _socket.LinkLocal.ToString() };
        }
    }

    private void Read() => Step(() =>
    {
        for (var i = 0; i < MaxPackets && _socket is { } socket && !IsEnded && socket.TryReceive(s_buffer, out var length, out var from); i++)
        {
            if (DhcpReader.TryRead(s_buffer.AsSpan(0, length), out var message))
            {
                _client.Receive(message, from, BootClock.Now);
            }
        }
    });
}
