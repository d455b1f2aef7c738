using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tmds.Linux;

namespace CniChain.Linux.Packets;

/// <summary>Packets of one protocol on one link, below IP: for who has no address yet (packet(7), SOCK_DGRAM).</summary>
/// <remarks>Never blocks; wait with <see cref="Poller"/>. The link-layer header is the kernel's. One user at a time.</remarks>
public sealed unsafe class PacketSocket : IDisposable
{
    /// <summary>The protocol number of IPv4 (linux/if_ether.h).</summary>
    public const int Ip = PacketConstants.ETH_P_IP;

    /// <summary>The protocol number of ARP.</summary>
    public const int Arp = PacketConstants.ETH_P_ARP;

    private readonly SafeFileHandle _socket;
    private readonly int _link;
    private readonly ushort _protocol;

    private PacketSocket(SafeFileHandle socket, int link, ushort protocol)
    {
        _socket = socket;
        _link = link;
        _protocol = protocol;
    }

    /// <summary>The descriptor; open until <see cref="Dispose"/>.</summary>
    public SafeHandle Handle => _socket;

    /// <summary>Opens a socket.</summary>
    /// <param name="ns">The namespace of the link; null means the calling thread's.</param>
    /// <param name="linkIndex">The link.</param>
    /// <param name="protocol">Which packets: <see cref="Ip"/>, <see cref="Arp"/> or another number of linux/if_ether.h.</param>
    /// <param name="filter">Which of them; sees the packet from its network header on. Empty for all.</param>
    /// <param name="receiveBuffer">How many bytes of packets may wait, with the kernel's own overhead; null leaves its default, some 200 KiB.</param>
    /// <exception cref="LinuxException">EPERM without CAP_NET_RAW; ENODEV when the link is gone; ENETDOWN is reported by the first receive.</exception>
    public static PacketSocket Open(
        NetworkNamespace? ns, int linkIndex, int protocol, ReadOnlySpan<BpfInstruction> filter, int? receiveBuffer = null)
    {
        var program = filter.ToArray();
        return ns is null
            ? OpenHere(linkIndex, protocol, program, receiveBuffer)
            : ns.Run(() => OpenHere(linkIndex, protocol, program, receiveBuffer));
    }

    /// <summary>Sends a packet.</summary>
    /// <param name="packet">The packet from its network header on.</param>
    /// <param name="destination">The receiver on the link.</param>
    /// <exception cref="LinuxException">ENETDOWN, ENXIO or ENODEV when the link is down or gone; ENOBUFS; EMSGSIZE.</exception>
    public void Send(ReadOnlySpan<byte> packet, MacAddress destination)
    {
        var target = new SockAddrLl
        {
            sll_family = (ushort)LibC.AF_PACKET,
            sll_protocol = _protocol,
            sll_ifindex = _link,
            sll_halen = PacketConstants.ETH_ALEN,
        };
        destination.CopyTo(new Span<byte>(&target.sll_addr, PacketConstants.ETH_ALEN));
        using var socket = new HandleLease(_socket);
        fixed (byte* bytes = packet)
        {
            ssize_t sent;
            do
            {
                sent = LibC.sendto(socket.Fd, bytes, packet.Length, LibC.MSG_DONTWAIT, (sockaddr*)&target, SockAddrLl.Size);
            }
            while ((long)sent < 0 && LibC.errno == LibC.EINTR);

            if ((long)sent < 0)
            {
                throw LinuxException.Last($"send packet over link {_link}");
            }
        }
    }

    /// <summary>Takes the next packet that waits.</summary>
    /// <param name="buffer">Where it goes; what does not fit is lost.</param>
    /// <param name="received">What came with it.</param>
    /// <returns>False when none waits.</returns>
    /// <exception cref="LinuxException">ENETDOWN when the link went down or away, once.</exception>
    public bool TryReceive(Span<byte> buffer, out ReceivedPacket received)
    {
        received = default;
        SockAddrLl source;
        var control = stackalloc byte[64];
        using var socket = new HandleLease(_socket);
        fixed (byte* bytes = buffer)
        {
            var part = new iovec { iov_base = bytes, iov_len = buffer.Length };
            var message = new msghdr
            {
                msg_name = &source,
                msg_namelen = SockAddrLl.Size,
                msg_iov = &part,
                msg_iovlen = 1,
                msg_control = control,
                msg_controllen = 64,
            };
            long length;
            do
            {
                length = (long)LibC.recvmsg(socket.Fd, &message, LibC.MSG_DONTWAIT | LibC.MSG_TRUNC);
            }
            while (length < 0 && LibC.errno == LibC.EINTR);

            if (length < 0)
            {
                return LibC.errno == LibC.EAGAIN ? false : throw LinuxException.Last($"receive packet from link {_link}");
            }

            var hasMac = source.sll_halen == PacketConstants.ETH_ALEN;
            received = new ReceivedPacket(
                (int)length,
                hasMac ? new MacAddress(new ReadOnlySpan<byte>(&source.sll_addr, PacketConstants.ETH_ALEN)) : default,
                (Status(control, (int)(uint)message.msg_controllen) & PacketConstants.TP_STATUS_CSUMNOTREADY) == 0,
                source.sll_pkttype == PacketConstants.PACKET_OUTGOING);
            return true;
        }
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    private static PacketSocket OpenHere(int link, int protocol, BpfInstruction[] filter, int? receiveBuffer)
    {
        if (SimulatedNamespace.Current is not null)
        {
            throw new LinuxException("open packet socket", LibC.EOPNOTSUPP, "the fake kernel carries no packets");
        }

        // Without a protocol it receives nothing until it is bound: no packet gets past a filter that is not there yet.
        var fd = LibC.socket(LibC.AF_PACKET, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK, 0);
        if (fd < 0)
        {
            throw LinuxException.Last("open packet socket");
        }

        var socket = new SafeFileHandle(fd, ownsHandle: true);
        try
        {
            if (filter.Length > 0)
            {
                SocketFilter.Attach(socket, filter);
            }

            var on = 1;
            Require(LibC.setsockopt(fd, PacketConstants.SOL_PACKET, PacketConstants.PACKET_AUXDATA, &on, sizeof(int)), "ask for packet status");
            if (receiveBuffer is { } size)
            {
                Require(LibC.setsockopt(fd, LibC.SOL_SOCKET, LibC.SO_RCVBUF, &size, sizeof(int)), "limit packet socket");
            }

            var order = BinaryPrimitives.ReverseEndianness((ushort)protocol);
            var network = BitConverter.IsLittleEndian ? order : (ushort)protocol;
            var address = new SockAddrLl { sll_family = (ushort)LibC.AF_PACKET, sll_protocol = network, sll_ifindex = link };
            Require(LibC.bind(fd, (sockaddr*)&address, SockAddrLl.Size), $"bind packet socket to link {link}");
            return new PacketSocket(socket, link, network);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Require(int result, string operation)
    {
        if (result < 0)
        {
            throw LinuxException.Last(operation);
        }
    }

    /// <summary>tp_status of the ancillary data, 0 without; a cmsghdr is a length of the word's size, level and type (bits/socket.h).</summary>
    private static uint Status(byte* control, int length)
    {
        var header = sizeof(nint) + (2 * sizeof(int));
        if (length < header + TPacketAuxData.Size
            || *(int*)(control + sizeof(nint)) != PacketConstants.SOL_PACKET
            || *(int*)(control + sizeof(nint) + sizeof(int)) != PacketConstants.PACKET_AUXDATA)
        {
            return 0;
        }

        return MemoryMarshal.Read<TPacketAuxData>(new ReadOnlySpan<byte>(control + header, TPacketAuxData.Size)).tp_status;
    }
}
