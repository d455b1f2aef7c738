using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace CniChain.Plugins.Dhcp.V6;

/// <summary>Reads messages from whoever sent them. Nothing that is read here has been believed yet.</summary>
internal static class DhcpReader
{
    public const int HeaderSize = 4;

    /// <summary>Reads a message.</summary>
    /// <param name="data">The UDP payload.</param>
    /// <param name="message">The message.</param>
    /// <returns>False for what is not whole, and for what only relays send each other.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out DhcpMessage? message)
    {
        message = null;
        if (data.Length < HeaderSize || (MessageType)data[0] is < MessageType.Solicit or > MessageType.InformationRequest
            || !DhcpOptions.TryRead(data[HeaderSize..], out var options))
        {
            return false;
        }

        message = new DhcpMessage
        {
            Type = (MessageType)data[0],
            Xid = BinaryPrimitives.ReadUInt32BigEndian(data) & DhcpWriter.XidMask,
            Options = options,
        };
        return true;
    }
}
