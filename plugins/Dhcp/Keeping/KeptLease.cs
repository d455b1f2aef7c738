using System.Net;
using System.Net.Sockets;
using System.Text;
using CniChain.Linux;
using CniChain.Linux.Packets;
using CniChain.Plugins.Dhcp.V4;
using Tmds.Linux;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>One lease on the loop: its state machine, and the sockets it has only while an answer is awaited.</summary>
/// <remarks>On the loop's thread throughout.</remarks>
internal sealed class KeptLease : IDhcpOutput
{
    // A flood is dealt with in portions, so that the other leases have their turn; epoll tells again of what is left.
    private const int MaxPackets = 32;

    // An answer or two; what more comes is not for us.
    private const int ReceiveBuffer = 64 * 1024;

    private static readonly MacAddress s_everybody = MacAddress.Parse("ff:ff:ff:ff:ff:ff");
    private static readonly byte[] s_buffer = new byte[ushort.MaxValue];

    private readonly EventLoop _loop;
    private readonly ILeaseOwner _owner;
    private readonly TimerSlot _timer;
    private PacketSocket? _socket;
    private ulong _socketKey;
    private uint _socketXid;
    private ArpProbe? _arp;
    private Socket? _udp;
    private MacAddress? _heardFrom;
    private TimerSlot? _beginning;
    private bool _gone;

    public KeptLease(EventLoop loop, ILeaseOwner owner, LeaseRecord record, Random random)
    {
        _loop = loop;
        _owner = owner;
        Record = record;
        Client = new DhcpClient(LeaseRecords.Profile(record), this, random);
        _timer = new TimerSlot(() => Step(() => Client.Tick(BootClock.Now)));
    }

    public DhcpClient Client { get; }

    public LeaseRecord Record { get; set; }

    /// <summary>The lease whose address and routes the container's interface has; null while it has none.</summary>
    public DhcpLease? Applied { get; set; }

    /// <summary>The lease that the host's journal and the runtime know of.</summary>
    public DhcpLease? Reported { get; set; }

    /// <summary>The container's namespace while ADD has it open; null lets it be opened by its path.</summary>
    public NetworkNamespace? OpenNetns { get; set; }

    /// <summary>ADD's, completed with the first lease.</summary>
    public TaskCompletionSource<DhcpLease>? FirstLease { get; init; }

    /// <summary>Set once nobody is interested in it any more: nothing it does counts.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Starts the machine, after a while.</summary>
    public void Begin(TimeSpan delay, Action start)
    {
        if (delay <= TimeSpan.Zero)
        {
            Step(start);
            return;
        }

        _beginning = new TimerSlot(() => Step(start));
        _loop.Set(_beginning, BootClock.Now + delay);
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

        if (!Client.IsListening)
        {
            CloseSockets();
        }

        if (Client.State != LeaseState.Probing)
        {
            CloseProbe();
        }

        _loop.Set(_timer, Client.WakeAt);
    }

    /// <summary>Is done with it.</summary>
    public void End()
    {
        IsEnded = true;
        _loop.Set(_timer, null);
        if (_beginning is not null)
        {
            _loop.Set(_beginning, null);
        }

        CloseSockets();
        CloseProbe();
    }

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

    public void Probe(IPAddress address) => Guard(() =>
    {
        _arp ??= WithNetns(ns => ArpProbe.Open(_loop, ns, Record, address, who => Step(() => Client.Conflict(who, BootClock.Now))));
        _arp?.Send();
    });

    public void Bound(DhcpLease lease)
    {
        Record = LeaseRecords.With(Record, lease, "bound", _heardFrom);
        _owner.Bound(this, lease);
    }

    public void Lost(DhcpLease lease, string reason)
    {
        Record = LeaseRecords.With(Record, null, "lost", _heardFrom);
        _owner.Lost(this, lease, reason);
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
            _socketKey = _loop.Watch(_socket.Handle, Read);
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
                Client.Receive(message, BootClock.Now);
            }
        }
    });

    private void CloseSockets()
    {
        if (_socket is not null)
        {
            _loop.Unwatch(_socketKey, _socket.Handle);
            _socket.Dispose();
            _socket = null;
        }

        _udp?.Dispose();
        _udp = null;
    }

    private void CloseProbe()
    {
        _arp?.Dispose();
        _arp = null;
    }

    /// <summary>What cannot be sent now is sent again by the machine's timers; a link that is gone ends the lease.</summary>
    private void Guard(Action action)
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

            Client.Heard.Heard(e.Message);
        }
        catch (SocketException e)
        {
            Client.Heard.Heard($"sending to the server: {e.Message}");
        }
    }
}
