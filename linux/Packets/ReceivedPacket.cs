namespace CniChain.Linux.Packets;

/// <summary>What came with a packet.</summary>
/// <param name="Length">Its length in bytes; greater than the buffer's when it was cut.</param>
/// <param name="Source">Who sent it, on this link.</param>
/// <param name="HasChecksum">
/// Whether the checksum of its transport header stands in it. A packet that never left the machine, as over a veth, carries only what the
/// network card would have been given to complete (TP_STATUS_CSUMNOTREADY).
/// </param>
/// <param name="IsOutgoing">Whether this machine itself sent it over the link.</param>
public readonly record struct ReceivedPacket(int Length, MacAddress Source, bool HasChecksum, bool IsOutgoing);
