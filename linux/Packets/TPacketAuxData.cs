using System.Runtime.InteropServices;

namespace CniChain.Linux.Packets;

/// <summary>struct tpacket_auxdata (linux/if_packet.h): what the kernel knows of a packet beside its bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TPacketAuxData
{
    public const int Size = 20;

    public uint tp_status;
    public uint tp_len;
    public uint tp_snaplen;
    public ushort tp_mac;
    public ushort tp_net;
    public ushort tp_vlan_tci;
    public ushort tp_vlan_tpid;
}
