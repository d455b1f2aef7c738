using System.Text;
using CniChain.Plugins.Dhcp.Codec;

namespace CniChain.Plugins.Dhcp.V4.Options;

/// <summary>Option 81: the client's full name (RFC 4702), in the wire form of DNS (the E bit), or in plain ASCII from older servers.</summary>
internal sealed class ClientFqdnOption : IDhcpOption<ClientFqdn>
{
    private const int HeaderSize = 3;
    private const byte ServerBit = 0x01;
    private const byte EncodedBit = 0x04;

    public static byte Code => 81;

    public static bool TryRead(ReadOnlySpan<byte> data, out ClientFqdn value)
    {
        value = default;
        if (data.Length <= HeaderSize)
        {
            return false;
        }

        var name = data[HeaderSize..];
        var serverUpdates = (data[0] & ServerBit) != 0;
        if ((data[0] & EncodedBit) == 0)
        {
            var plain = NameText.TryRead(name, out var text);
            value = new ClientFqdn(text + (name[^1] == '.' ? "." : ""), serverUpdates);
            return plain;
        }

        var whole = name[^1] == 0;
        var builder = new StringBuilder();
        for (var rest = whole ? name[..^1] : name; !rest.IsEmpty; rest = rest[(1 + rest[0])..])
        {
            if (rest[0] == 0 || rest.Length < 1 + rest[0])
            {
                return false;
            }

            builder.Append(builder.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(rest.Slice(1, rest[0])));
        }

        value = new ClientFqdn(builder.ToString() + (whole ? "." : ""), serverUpdates);
        return NameText.IsName(Encoding.ASCII.GetBytes(builder.ToString()));
    }

    public static int Write(ClientFqdn value, Span<byte> target)
    {
        target[0] = (byte)(EncodedBit | (value.ServerUpdates ? ServerBit : 0));
        target[1] = target[2] = 0; // RCODE1 and RCODE2 are of no use any more (RFC 4702, 2.2).
        var length = HeaderSize;
        foreach (var label in value.Name.TrimEnd('.').Split('.'))
        {
            target[length] = (byte)Encoding.ASCII.GetBytes(label, target[(length + 1)..]);
            length += 1 + target[length];
        }

        // A name without its last dot stays open for the server to complete.
        if (value.Name.EndsWith('.'))
        {
            target[length++] = 0;
        }

        return length;
    }
}
