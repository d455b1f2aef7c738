using System.Buffers.Binary;
using CniChain.Linux;

namespace CniChain.Plugins.Dhcp.V4;

/// <summary>Writes messages.</summary>
internal static class DhcpWriter
{
    /// <summary>99, 130, 83, 99: what tells DHCP's options from BOOTP's (RFC 2131, 3).</summary>
    public const uint Cookie = 0x63825363;

    // BOOTP servers and relays of old take nothing shorter (RFC 1542, 2.1).
    private const int MinLength = 300;
    private const int MaxPart = 255;
    private const byte End = 255;

    /// <summary>Writes a message.</summary>
    /// <param name="message">The message; option 53 is made of its type.</param>
    /// <param name="target">Where it goes; 4 KiB hold any this client makes.</param>
    /// <returns>How many bytes.</returns>
    public static int Write(DhcpMessage message, Span<byte> target)
    {
        target[..240].Clear();
        target[0] = (byte)(message.IsReply ? 2 : 1);
        target[1] = 1;
        target[2] = MacAddress.Length;
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], message.Xid);
        BinaryPrimitives.WriteUInt16BigEndian(target[8..], message.Secs);
        target[10] = (byte)(message.Broadcast ? 0x80 : 0);
        message.ClientAddress.TryWriteBytes(target[12..], out _);
        message.YourAddress.TryWriteBytes(target[16..], out _);
        message.RelayAddress.TryWriteBytes(target[24..], out _);
        message.HardwareAddress.CopyTo(target[28..]);
        BinaryPrimitives.WriteUInt32BigEndian(target[236..], Cookie);

        var length = 240;
        WriteOption(target, ref length, Options.MessageTypeOption.Code, [(byte)message.Type]);
        foreach (var (code, data) in message.Options.All)
        {
            if (code != Options.MessageTypeOption.Code)
            {
                WriteOption(target, ref length, code, data);
            }
        }

        target[length++] = End;
        if (length < MinLength)
        {
            target[length..MinLength].Clear();
            length = MinLength;
        }

        return length;
    }

    /// <summary>Data over 255 bytes go in parts (RFC 3396).</summary>
    private static void WriteOption(Span<byte> target, ref int length, byte code, ReadOnlySpan<byte> data)
    {
        do
        {
            var part = data[..Math.Min(data.Length, MaxPart)];
            target[length] = code;
            target[length + 1] = (byte)part.Length;
            part.CopyTo(target[(length + 2)..]);
            length += 2 + part.Length;
            data = data[part.Length..];
        }
        while (!data.IsEmpty);
    }
}
