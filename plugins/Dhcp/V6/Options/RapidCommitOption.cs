namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 14: two messages may do instead of four (RFC 8415, 21.14). It has no data.</summary>
internal sealed class RapidCommitOption : IDhcpOption<bool>
{
    public static ushort Code => 14;

    public static bool TryRead(ReadOnlySpan<byte> data, out bool value) => value = data.IsEmpty;

    public static int Write(bool value, Span<byte> target) => 0;
}
