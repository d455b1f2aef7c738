namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 53: which message it is (RFC 2132, 9.6). Without it the packet is BOOTP and none of ours.</summary>
internal sealed class MessageTypeOption : IDhcpOption<MessageType>
{
    public static byte Code => 53;

    public static bool TryRead(ReadOnlySpan<byte> data, out MessageType value)
    {
        value = data.Length == 1 ? (MessageType)data[0] : default;
        return value is >= MessageType.Discover and <= MessageType.Inform;
    }

    public static int Write(MessageType value, Span<byte> target)
    {
        target[0] = (byte)value;
        return 1;
    }
}
