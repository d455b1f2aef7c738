namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 7: how much a server wants to be chosen; 255 ends the search (RFC 8415, 21.8).</summary>
internal sealed class PreferenceOption : IDhcpOption<byte>
{
    public static ushort Code => 7;

    public static bool TryRead(ReadOnlySpan<byte> data, out byte value)
    {
        value = data.Length == 1 ? data[0] : default;
        return data.Length == 1;
    }

    public static int Write(byte value, Span<byte> target)
    {
        target[0] = value;
        return 1;
    }
}
