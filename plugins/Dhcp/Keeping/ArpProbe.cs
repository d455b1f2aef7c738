using System.Buffers.Binary;
using System.Net;
using CniChain.Linux;
using CniChain.Linux.Packets;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>Asks who has an address before it is used (RFC 5227, 2.1.1), and hears who answers or asks for it, too.</summary>
internal sealed class ArpProbe : AddressProbe
{
    private const int Size = 28;
    private const int SenderMac = 8;
    private const int SenderAddress = 14;
    private const int TargetAddress = 24;
    private static readonly MacAddress s_everybody = MacAddress.Parse("ff:ff:ff:ff:ff:ff");

    private ArpProbe(EventLoop loop, PacketSocket socket, LeaseRecord record, IPAddress address, Action<string> conflict)
        : base(loop, socket, record, address, conflict)
    {
    }

    /// <summary>Opens it in the container.</summary>
    public static ArpProbe Open(EventLoop loop, NetworkNamespace ns, LeaseRecord record, IPAddress address, Action<string> conflict) =>
        new(loop, PacketSocket.Open(ns, record.LinkIndex, PacketSocket.Arp, []), record, address, conflict);

    /// <summary>Asks: a request whose sender has no address yet, so that no cache is changed by it.</summary>
    public override void Send()
    {
        Span<byte> packet = stackalloc byte[Size];
        packet.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(packet, 1); // Ethernet
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], PacketSocket.Ip);
        packet[4] = MacAddress.Length;
        packet[5] = 4;
        BinaryPrimitives.WriteUInt16BigEndian(packet[6..], 1); // request
        Mac.CopyTo(packet[SenderMac..]);
        Address.CopyTo(packet[TargetAddress..]);
        Socket.Send(packet, s_everybody);
    }

    protected override MacAddress? FindHolder(ReadOnlySpan<byte> packet, ReceivedPacket received)
    {
        if (received.Length < Size || packet[4] != MacAddress.Length || packet[5] != 4)
        {
            return null;
        }

        var sender = new MacAddress(packet.Slice(SenderMac, MacAddress.Length));
        var claims = packet.Slice(SenderAddress, 4).SequenceEqual(Address);
        var probes = packet.Slice(SenderAddress, 4).IndexOfAnyExcept((byte)0) < 0 && packet.Slice(TargetAddress, 4).SequenceEqual(Address);
        return sender != Mac && (claims || probes) ? sender : null;
    }
}
