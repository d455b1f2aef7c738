using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 39: the client's name, and who enters it into the DNS (RFC 4704).</summary>
internal sealed class ClientFqdnOption : IDhcpOption<ClientFqdn>
{
    private const byte ServerBit = 0x01;

    public static ushort Code => 39;

    public static bool TryRead(ReadOnlySpan<byte> data, out ClientFqdn value)
    {
        value = default;
        if (data.Length < 2)
        {
            return false;
        }

        var rest = data[1..];
        if (!DnsName.TryRead(ref rest, out var name, out var isWhole) || name.Length == 0 || !rest.IsEmpty)
        {
            return false;
        }

        value = new ClientFqdn(isWhole ? name + "." : name, (data[0] & ServerBit) != 0);
        return true;
    }

    public static int Write(ClientFqdn value, Span<byte> target)
    {
        target[0] = value.ServerUpdates ? ServerBit : (byte)0;
        return 1 + DnsName.Write(value.Name, value.Name.EndsWith('.'), target[1..]);
    }
}
