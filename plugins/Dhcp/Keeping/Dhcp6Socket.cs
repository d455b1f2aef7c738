using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CniChain.Linux;
using CniChain.Linux.Packets;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>UDP from a container's link-local address to all servers and relays on its link, and what they answer.</summary>
internal sealed class Dhcp6Socket : IDisposable
{
    /// <summary>All_DHCP_Relay_Agents_and_Servers (RFC 8415, 7.1).</summary>
    public static readonly IPAddress Everybody = IPAddress.Parse("ff02::1:2");

    private readonly Socket _socket;
    private readonly IPEndPoint _target;

    private Dhcp6Socket(Socket socket, int link, IPAddress linkLocal)
    {
        _socket = socket;
        LinkLocal = linkLocal;
        _target = new IPEndPoint(new IPAddress(Everybody.GetAddressBytes(), link), DhcpPorts.Server6);
    }

    /// <summary>The address it speaks from.</summary>
    public IPAddress LinkLocal { get; }

    public SafeHandle Handle => _socket.SafeHandle;

    /// <summary>Opens one for one exchange.</summary>
    /// <exception cref="LinuxException">The link is gone, or has no IPv6.</exception>
    /// <exception cref="SocketException">Somebody in the container has the port.</exception>
    public static Dhcp6Socket Open(NetworkNamespace ns, LeaseRecord record, uint xid, int receiveBuffer)
    {
        var linkLocal = LinkLocalAddress.Ensure(ns, record);
        return ns.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = receiveBuffer };
            try
            {
                SocketFilter.Attach(socket.SafeHandle, DhcpFilter.Answers6(xid));
                socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastInterface, record.LinkIndex);
                socket.Bind(new IPEndPoint(new IPAddress(linkLocal.GetAddressBytes(), record.LinkIndex), DhcpPorts.Client6));
                return new Dhcp6Socket(socket, record.LinkIndex, linkLocal);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        });
    }

    public void Send(ReadOnlySpan<byte> message) => _socket.SendTo(message, SocketFlags.None, _target);

    /// <summary>Takes the next answer that waits.</summary>
    /// <returns>False when none waits.</returns>
    public bool TryReceive(Span<byte> buffer, out int length, out IPAddress from)
    {
        length = 0;
        from = IPAddress.IPv6None;
        try
        {
            if (!_socket.Poll(0, SelectMode.SelectRead))
            {
                return false;
            }

            EndPoint sender = new IPEndPoint(IPAddress.IPv6Any, 0);
            length = _socket.ReceiveFrom(buffer, SocketFlags.None, ref sender);
            from = LinkLocalAddress.WithoutScope(((IPEndPoint)sender).Address);
            return true;
        }
        catch (SocketException)
        {
            // An ICMP error of somebody, or a link that went down; the machine's own timers find out what became of it.
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();
}
