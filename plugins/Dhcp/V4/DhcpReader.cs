using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using CniChain.Linux;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Dhcp.V4;

/// <summary>Reads messages from whoever sent them. Nothing that is read here has been believed yet.</summary>
internal static class DhcpReader
{
    // Offsets of RFC 2131, figure 1.
    private const int XidOffset = 4;
    private const int SecsOffset = 8;
    private const int FlagsOffset = 10;
    private const int CiaddrOffset = 12;
    private const int YiaddrOffset = 16;
    private const int GiaddrOffset = 24;
    private const int ChaddrOffset = 28;
    private const int SnameOffset = 44;
    private const int FileOffset = 108;
    private const int CookieOffset = 236;
    private const int OptionsOffset = 240;

    private const byte Pad = 0;
    private const byte End = 255;

    /// <summary>Reads a message.</summary>
    /// <param name="data">The UDP payload.</param>
    /// <param name="message">The message.</param>
    /// <returns>False for what is not whole: cut short, without the cookie or a type, with an option longer than what is left.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, [NotNullWhen(true)] out DhcpMessage? message)
    {
        message = null;
        if (data.Length < OptionsOffset || data[0] is not (1 or 2) || data[1] != 1 || data[2] != MacAddress.Length
            || BinaryPrimitives.ReadUInt32BigEndian(data[CookieOffset..]) != DhcpWriter.Cookie)
        {
            return false;
        }

        var options = new DhcpOptions();
        if (!TryReadAll(data, options) || !options.TryGet<MessageTypeOption, MessageType>(out var type))
        {
            return false;
        }

        message = new DhcpMessage
        {
            Type = type,
            IsReply = data[0] == 2,
            Xid = BinaryPrimitives.ReadUInt32BigEndian(data[XidOffset..]),
            Secs = BinaryPrimitives.ReadUInt16BigEndian(data[SecsOffset..]),
            Broadcast = (data[FlagsOffset] & 0x80) != 0,
            ClientAddress = new IPAddress(data.Slice(CiaddrOffset, 4)),
            YourAddress = new IPAddress(data.Slice(YiaddrOffset, 4)),
            RelayAddress = new IPAddress(data.Slice(GiaddrOffset, 4)),
            HardwareAddress = new MacAddress(data.Slice(ChaddrOffset, MacAddress.Length)),
            Options = options,
        };
        return true;
    }

    /// <summary>In the order of RFC 3396, 5: the options field, then file, then sname.</summary>
    private static bool TryReadAll(ReadOnlySpan<byte> data, DhcpOptions options)
    {
        if (!TryReadField(data[OptionsOffset..], options))
        {
            return false;
        }

        _ = options.TryGet<OverloadOption, Overload>(out var overload);
        return ((overload & Overload.File) == 0 || TryReadField(data[FileOffset..CookieOffset], options))
            && ((overload & Overload.ServerName) == 0 || TryReadField(data[SnameOffset..FileOffset], options));
    }

    private static bool TryReadField(ReadOnlySpan<byte> field, DhcpOptions options)
    {
        while (!field.IsEmpty)
        {
            switch (field[0])
            {
                case Pad:
                    field = field[1..];
                    continue;
                case End:
                    return true;
            }

            if (field.Length < 2 || field.Length < 2 + field[1])
            {
                return false;
            }

            options.Append(field[0], field.Slice(2, field[1]));
            field = field[(2 + field[1])..];
        }

        // Some servers forget the end; where every option was whole nothing is in doubt.
        return true;
    }
}
