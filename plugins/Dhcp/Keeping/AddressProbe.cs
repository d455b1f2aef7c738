using System.Net;
using CniChain.Linux;
using CniChain.Linux.Packets;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>Asks who has an address before it is used, and hears who answers or asks for it, too.</summary>
internal abstract class AddressProbe : IDisposable
{
    // What more is there is read when the loop comes by again.
    private const int MaxPackets = 32;

    private readonly EventLoop _loop;
    private readonly Action<string> _conflict;
    private readonly ulong _key;

    /// <param name="loop">The loop it reads on.</param>
    /// <param name="socket">In the container; disposed of with this.</param>
    /// <param name="record">The lease that the address would be of.</param>
    /// <param name="address">The address.</param>
    /// <param name="conflict">Told who has it.</param>
    protected AddressProbe(EventLoop loop, PacketSocket socket, LeaseRecord record, IPAddress address, Action<string> conflict)
    {
        _loop = loop;
        Socket = socket;
        Mac = MacAddress.Parse(record.Mac);
        Address = address.GetAddressBytes();
        _conflict = conflict;
        _key = loop.Watch(socket.Handle, Read);
    }

    protected PacketSocket Socket { get; }

    /// <summary>The interface's own.</summary>
    protected MacAddress Mac { get; }

    protected byte[] Address { get; }

    /// <summary>Asks.</summary>
    public abstract void Send();

    public void Dispose()
    {
        _loop.Unwatch(_key, Socket.Handle);
        Socket.Dispose();
    }

    /// <summary>Who has the address, or asks for it before use, by a packet; null when it says neither.</summary>
    protected abstract MacAddress? FindHolder(ReadOnlySpan<byte> packet, ReceivedPacket received);

    private void Read()
    {
        Span<byte> packet = stackalloc byte[256];
        for (var i = 0; i < MaxPackets && Socket.TryReceive(packet, out var received); i++)
        {
            if (!received.IsOutgoing && FindHolder(packet, received) is { } holder)
            {
                _conflict(holder.ToString());
                return;
            }
        }
    }
}
