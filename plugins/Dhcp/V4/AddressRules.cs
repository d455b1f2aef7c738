using System.Buffers.Binary;
using System.Net;

namespace CniChain.Plugins.Dhcp.V4;

/// <summary>Which IPv4 addresses a host can have.</summary>
internal static class AddressRules
{
    /// <summary>Not in 0/8, 127/8, multicast or above.</summary>
    public static bool IsHost(IPAddress address) => ToNumber(address) >> 24 is not (0 or 127 or >= 224);

    /// <summary>A host's, and neither its network's own nor its broadcast address (which /31 and /32 have not, RFC 3021).</summary>
    public static bool IsHostOf(IPAddress address, int prefixLength)
    {
        var host = prefixLength == 0 ? uint.MaxValue : (uint)((ulong)uint.MaxValue >> prefixLength);
        var bits = ToNumber(address) & host;
        return IsHost(address) && (prefixLength >= 31 || (bits != 0 && bits != host));
    }

    public static IPAddress Network(IPAddress address, int prefixLength) =>
        FromNumber(ToNumber(address) & ~(uint)((ulong)uint.MaxValue >> prefixLength));

    private static uint ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out var written) && written == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
    }

    private static IPAddress FromNumber(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}
