using CniChain.Linux.Packets;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>What the kernel passes to a lease's socket: answers to its own exchange, so that a flood of others wakes nobody.</summary>
internal static class DhcpFilter
{
    private const byte Refuse = 255;
    private const uint UdpHeader = 8;

    /// <summary>UDP to port 68, unfragmented, a BOOTREPLY that names the exchange.</summary>
    public static BpfInstruction[] Answers(uint xid) => Link(
    [
        BpfInstruction.LoadByte(9),
        BpfInstruction.JumpIfEqual(17, 0, Refuse),
        BpfInstruction.LoadHalf(6),
        BpfInstruction.JumpIfSet(0x3fff, Refuse, 0),
        BpfInstruction.LoadIpHeaderLength(0),
        BpfInstruction.LoadHalf(2, indexed: true),
        BpfInstruction.JumpIfEqual(DhcpPorts.Client, 0, Refuse),
        BpfInstruction.LoadByte(8, indexed: true),
        BpfInstruction.JumpIfEqual(2, 0, Refuse),
        BpfInstruction.LoadWord(8 + 4, indexed: true),
        BpfInstruction.JumpIfEqual(xid, 0, Refuse),
    ]);

    /// <summary>What a UDP socket of DHCPv6 is to hear: an ADVERTISE or a REPLY that names the exchange.</summary>
    public static BpfInstruction[] Answers6(uint xid) => Link(
    [
        BpfInstruction.LoadByte(UdpHeader),
        BpfInstruction.JumpIfEqual((uint)V6.MessageType.Advertise, 1, 0),
        BpfInstruction.JumpIfEqual((uint)V6.MessageType.Reply, 0, Refuse),
        BpfInstruction.LoadByte(UdpHeader + 1),
        BpfInstruction.JumpIfEqual(xid >> 16, 0, Refuse),
        BpfInstruction.LoadHalf(UdpHeader + 2),
        BpfInstruction.JumpIfEqual(xid & ushort.MaxValue, 0, Refuse),
    ]);

    /// <summary>Neighbour solicitations and advertisements (RFC 4861, 4.3 and 4.4).</summary>
    public static BpfInstruction[] Neighbours() => Link(
    [
        BpfInstruction.LoadByte(6),
        BpfInstruction.JumpIfEqual(Ipv6Packet.Icmp, 0, Refuse),
        BpfInstruction.LoadByte(Ipv6Packet.HeaderLength),
        BpfInstruction.JumpIfEqual(NeighbourProbe.Solicitation, 1, 0),
        BpfInstruction.JumpIfEqual(NeighbourProbe.Advertisement, 0, Refuse),
    ]);

    /// <summary>Nothing: for a socket that only sends.</summary>
    public static BpfInstruction[] Nothing() => [BpfInstruction.Return(0)];

    /// <summary>Completes a program whose jumps to its refusal, the last instruction, are marked.</summary>
    private static BpfInstruction[] Link(BpfInstruction[] program)
    {
        BpfInstruction[] linked = [.. program, BpfInstruction.Return(uint.MaxValue), BpfInstruction.Return(0)];
        for (var i = 0; i < program.Length; i++)
        {
            linked[i] = linked[i].WithMarkedJumps(Refuse, (byte)(linked.Length - 2 - i));
        }

        return linked;
    }
}
