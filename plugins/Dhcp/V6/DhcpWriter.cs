using System.Buffers.Binary;

namespace CniChain.Plugins.Dhcp.V6;

/// <summary>Writes messages.</summary>
internal static class DhcpWriter
{
    public const uint XidMask = 0xffffff;

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="target">Where it goes; 4 KiB hold any this client makes.</param>
    /// <returns>How many bytes.</returns>
    public static int Write(DhcpMessage message, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, ((uint)message.Type << 24) | (message.Xid & XidMask));
        return DhcpReader.HeaderSize + message.Options.Write(target[DhcpReader.HeaderSize..]);
    }
}
