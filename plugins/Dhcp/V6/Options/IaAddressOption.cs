using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace CniChain.Plugins.Dhcp.V6.Options;

/// <summary>Option 5: an address with its lifetimes (RFC 8415, 21.6).</summary>
internal sealed class IaAddressOption : IDhcpOption<IaAddress>
{
    private const int AddressSize = 16;
    private const int HeaderSize = AddressSize + 8;

    public static ushort Code => 5;

    public static bool TryRead(ReadOnlySpan<byte> data, [MaybeNullWhen(false)] out IaAddress value)
    {
        value = null;
        if (data.Length < HeaderSize || !DhcpOptions.TryRead(data[HeaderSize..], out var options))
        {
            return false;
        }

        value = new IaAddress(
            new IPAddress(data[..AddressSize]),
            BinaryPrimitives.ReadUInt32BigEndian(data[AddressSize..]),
            BinaryPrimitives.ReadUInt32BigEndian(data[(AddressSize + 4)..]),
            options);
        return true;
    }

    public static int Write(IaAddress value, Span<byte> target)
    {
        value.Address.TryWriteBytes(target[..AddressSize], out _);
        BinaryPrimitives.WriteUInt32BigEndian(target[AddressSize..], value.Preferred);
        BinaryPrimitives.WriteUInt32BigEndian(target[(AddressSize + 4)..], value.Valid);
        return HeaderSize + value.Options.Write(target[HeaderSize..]);
    }
}
