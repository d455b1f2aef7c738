namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 52: options go on in the fields for a file's and the server's name (RFC 2132, 9.3).</summary>
internal sealed class OverloadOption : IDhcpOption<Overload>
{
    public static byte Code => 52;

    public static bool TryRead(ReadOnlySpan<byte> data, out Overload value)
    {
        value = data.Length == 1 ? (Overload)data[0] : default;
        return value is >= Overload.File and <= (Overload.File | Overload.ServerName);
    }

    public static int Write(Overload value, Span<byte> target)
    {
        target[0] = (byte)value;
        return 1;
    }
}
