using System.Runtime.InteropServices;

namespace CniChain.Linux.Packets;

/// <summary>One instruction of a classic BPF program (struct sock_filter, linux/filter.h).</summary>
/// <param name="code">What it does: the BPF_* of linux/bpf_common.h, added up.</param>
/// <param name="k">Its operand: an offset or a constant, in host byte order.</param>
/// <param name="jt">For a jump: how many instructions to leave out when the condition holds.</param>
/// <param name="jf">For a jump: how many when it does not.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly struct BpfInstruction(ushort code, uint k, byte jt = 0, byte jf = 0)
{
    internal readonly ushort code = code;
    internal readonly byte jt = jt;
    internal readonly byte jf = jf;
    internal readonly uint k = k;

    /// <summary>Loads the 4 bytes at an offset, the first being the highest.</summary>
    /// <param name="offset">From the packet's start; behind its end the packet is refused.</param>
    /// <param name="indexed">Whether the index register is added, see <see cref="LoadIpHeaderLength"/>.</param>
    /// <returns>The instruction.</returns>
    public static BpfInstruction LoadWord(uint offset, bool indexed = false) => Load(PacketConstants.BPF_W, offset, indexed);

    /// <summary>Loads 2 bytes; see <see cref="LoadWord"/>.</summary>
    /// <param name="offset">From the packet's start.</param>
    /// <param name="indexed">Whether the index register is added.</param>
    /// <returns>The instruction.</returns>
    public static BpfInstruction LoadHalf(uint offset, bool indexed = false) => Load(PacketConstants.BPF_H, offset, indexed);

    /// <summary>Loads a byte; see <see cref="LoadWord"/>.</summary>
    /// <param name="offset">From the packet's start.</param>
    /// <param name="indexed">Whether the index register is added.</param>
    /// <returns>The instruction.</returns>
    public static BpfInstruction LoadByte(uint offset, bool indexed = false) => Load(PacketConstants.BPF_B, offset, indexed);

    /// <summary>Puts the length of the IPv4 header at an offset into the index register.</summary>
    /// <param name="offset">From the packet's start.</param>
    /// <returns>The instruction.</returns>
    public static BpfInstruction LoadIpHeaderLength(uint offset) =>
        new((ushort)(PacketConstants.BPF_LDX | PacketConstants.BPF_B | PacketConstants.BPF_MSH), offset);

    /// <summary>Compares what was loaded with a constant.</summary>
    /// <param name="value">The constant.</param>
    /// <param name="jumpTrue">How many instructions to leave out when equal.</param>
    /// <param name="jumpFalse">How many when not.</param>
    /// <returns>The instruction.</returns>
    public static BpfInstruction JumpIfEqual(uint value, byte jumpTrue, byte jumpFalse) =>
        new((ushort)(PacketConstants.BPF_JMP | PacketConstants.BPF_JEQ | PacketConstants.BPF_K), value, jumpTrue, jumpFalse);

    /// <summary>Looks whether any bit of a mask is set in what was loaded.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="jumpTrue">How many instructions to leave out when one is.</param>
    /// <param name="jumpFalse">How many when none is.</param>
    /// <returns>The instruction.</returns>
    public static BpfInstruction JumpIfSet(uint mask, byte jumpTrue, byte jumpFalse) =>
        new((ushort)(PacketConstants.BPF_JMP | PacketConstants.BPF_JSET | PacketConstants.BPF_K), mask, jumpTrue, jumpFalse);

    /// <summary>Ends the program.</summary>
    /// <param name="bytes">How much of the packet is taken: 0 refuses it, <see cref="uint.MaxValue"/> takes all.</param>
    /// <returns>The instruction.</returns>
    public static BpfInstruction Return(uint bytes) => new((ushort)(PacketConstants.BPF_RET | PacketConstants.BPF_K), bytes);

    /// <summary>The same with each jump that has a mark for its length given a length instead.</summary>
    /// <param name="mark">What stands for the length not known yet.</param>
    /// <param name="length">The length.</param>
    /// <returns>The instruction.</returns>
    public BpfInstruction WithMarkedJumps(byte mark, byte length) => (code & 7) == PacketConstants.BPF_JMP
        ? new(code, k, jt == mark ? length : jt, jf == mark ? length : jf)
        : this;

    private static BpfInstruction Load(int size, uint offset, bool indexed) =>
        new((ushort)(PacketConstants.BPF_LD | size | (indexed ? PacketConstants.BPF_IND : PacketConstants.BPF_ABS)), offset);
}
