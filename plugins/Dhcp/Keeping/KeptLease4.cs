using System.Net;
using System.Net.Sockets;
using System.Text;
using CniChain.Linux;
using CniChain.Linux.Packets;
using CniChain.Plugins.Dhcp.V4;
using Tmds.Linux;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>A lease by DHCPv4: over a packet socket while it has no address, by UDP to its server once it has.</summary>
internal sealed class KeptLease4 : KeptLease, IDhcpOutput
{
    private static readonly MacAddress s_everybody = MacAddress.Parse("ff:ff:ff:ff:ff:ff");
    private static readonly byte[] s_buffer = new byte[ushort.MaxValue];

    private readonly DhcpClient _client;
    private PacketSocket? _socket;
    private ulong _socketKey;
    private uint _socketXid;
    private Socket? _udp;
    private MacAddress? _heardFrom;

    public KeptLease4(EventLoop loop, ILeaseOwner owner, LeaseRecord record, Random random)
        : base(loop, owner, record) => _client = new DhcpClient(LeaseRecords.Profile4(record), this, random);

    public override Lease? Lease => _client.Lease;

    public override HeardMessages Heard => _client.Heard;

    protected override TimeSpan? WakeAt => _client.WakeAt;

    protected override bool IsListening => _client.IsListening;

    protected override bool IsProbing => _client.State == LeaseState.Probing;

    public override void Start(IPAddress? wish) => _client.Start(BootClock.Now, wish);

    public override void Resume(Lease lease) => _client.Resume((DhcpLease)lease, BootClock.Now);

    public override void Continue(Lease lease) => _client.Continue((DhcpLease)lease, BootClock.Now);

    public void Broadcast(DhcpMessage message, IPAddress source) => Guard(() =>
    {
        OpenSocket(message.Xid);
        SendOverLink(message, new IPEndPoint(source, DhcpPorts.Client), IPAddress.Broadcast, s_everybody);
    });

    public void Unicast(DhcpMessage message, DhcpLease lease) => Guard(() =>
    {
        OpenSocket(message.Xid);
        try
        {
            OpenUdp(lease);
            var data = new byte[ushort.MaxValue];
            var length = DhcpWriter.Write(message, data);
            _udp!.SendTo(data.AsSpan(0, length), SocketFlags.None, new IPEndPoint(lease.Server, DhcpPorts.Server));
        }
        catch (SocketException) when (MacAddress.TryParse(Record.ServerMac, out var mac))
        {
            // Without the address or a route (somebody has changed the interface) the server is still where it was on the link.
            SendOverLink(message, new IPEndPoint(lease.Address, DhcpPorts.Client), lease.Server, mac);
        }
    });

    public void Probe(IPAddress address) =>
        AskForHolder(ns => ArpProbe.Open(Loop, ns, Record, address, who => Step(() => _client.Conflict(who, BootClock.Now))));

    public void Bound(DhcpLease lease)
    {
        Record = Record with { ServerMac = _heardFrom?.ToString() ?? Record.ServerMac };
        NoteBound(lease);
    }

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

        _udp?.Dispose();
        _udp = null;
    }

    private void OpenSocket(uint xid)
    {
        if (_socket is not null && _socketXid == xid)
        {
            return;
        }

        CloseSockets();
        _socket = WithNetns(ns => PacketSocket.Open(ns, Record.LinkIndex, PacketSocket.Ip, DhcpFilter.Answers(xid), ReceiveBuffer));
        if (_socket is not null)
        {
            _socketXid = xid;
            _socketKey = Loop.Watch(_socket.Handle, Read);
        }
    }

    /// <summary>Bound to the leased address, which makes it the sender's, and keeps the kernel from answering the server's answer with an ICMP error.</summary>
    private void OpenUdp(DhcpLease lease) => _udp ??= WithNetns(ns => ns.Run(() =>
    {
        var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = 4096 };
        try
        {
            udp.SetRawSocketOption(LibC.SOL_SOCKET, LibC.SO_BINDTODEVICE, Encoding.UTF8.GetBytes(Record.IfName + '\0'));
            udp.Bind(new IPEndPoint(lease.Address, DhcpPorts.Client));
            return udp;
        }
        catch
        {
            udp.Dispose();
            throw;
        }
    })) ?? throw new SocketException((int)SocketError.AddressNotAvailable);

    private void SendOverLink(DhcpMessage message, IPEndPoint source, IPAddress destination, MacAddress mac)
    {
        var data = new byte[4096];
        var packet = new byte[4096 + UdpDatagram.HeaderLength];
        var length = DhcpWriter.Write(message, data);
        length = UdpDatagram.Write(packet, source, new IPEndPoint(destination, DhcpPorts.Server), data.AsSpan(0, length));
        _socket?.Send(packet.AsSpan(0, length), mac);
    }

    private void Read() => Step(() =>
    {
        for (var i = 0; i < MaxPackets && _socket is { } socket && !IsEnded; i++)
        {
            ReceivedPacket received;
            try
            {
                if (!socket.TryReceive(s_buffer, out received))
                {
                    return;
                }
            }
            catch (LinuxException)
            {
                // ENETDOWN, once, when the link goes down; the machine's own timers find out what became of it.
                return;
            }

            if (received.Length <= s_buffer.Length
                && UdpDatagram.TryRead(s_buffer.AsSpan(0, received.Length), received.HasChecksum, out _, out _, out var payload)
                && DhcpReader.TryRead(payload, out var message))
            {
                _heardFrom = received.Source;
                _client.Receive(message, BootClock.Now);
            }
        }
    });
}
