namespace CniChain.Linux.Packets;

/// <summary>linux/if_packet.h, linux/if_ether.h, linux/filter.h and what they include, under the headers' names.</summary>
internal static class PacketConstants
{
    public const int SOL_PACKET = 263;
    public const int PACKET_AUXDATA = 8;
    public const int PACKET_OUTGOING = 4;
    public const uint TP_STATUS_CSUMNOTREADY = 1 << 3;

    public const int ETH_P_IP = 0x0800;
    public const int ETH_P_ARP = 0x0806;
    public const int ETH_ALEN = 6;

    public const int SO_ATTACH_FILTER = 26;
    public const int SO_LOCK_FILTER = 44;

    public const int BPF_LD = 0x00;
    public const int BPF_LDX = 0x01;
    public const int BPF_JMP = 0x05;
    public const int BPF_RET = 0x06;
    public const int BPF_W = 0x00;
    public const int BPF_H = 0x08;
    public const int BPF_B = 0x10;
    public const int BPF_ABS = 0x20;
    public const int BPF_IND = 0x40;
    public const int BPF_MSH = 0xa0;
    public const int BPF_K = 0x00;
    public const int BPF_JEQ = 0x10;
    public const int BPF_JSET = 0x40;
}
