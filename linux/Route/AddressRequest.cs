using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>Requests that give a link addresses and take them away.</summary>
public static class AddressRequest
{
    /// <summary>Adds an address. EEXIST when the link has it already with this prefix.</summary>
    /// <param name="link">The link's index.</param>
    /// <param name="address">The address.</param>
    /// <param name="prefixLength">The length of its subnet's prefix, 0 to 32 or 128.</param>
    /// <param name="flags">For example <see cref="AddressFlags.NoDad"/>. The kernel sets the others itself.</param>
    /// <param name="broadcast">The broadcast address. Null means the subnet's last for an IPv4 prefix of up to 30 bits, else none;
    /// <see cref="IPAddress.Any"/> means none.</param>
    public static NetlinkRequest Add(
        int link, IPAddress address, int prefixLength, AddressFlags flags = AddressFlags.None, IPAddress? broadcast = null) =>
        New("newaddr", NetlinkFlags.Create | NetlinkFlags.Exclusive, link, address, prefixLength, flags, broadcast);

    /// <summary>Adds an address, or gives the one that is there these flags.</summary>
    /// <inheritdoc cref="Add"/>
    public static NetlinkRequest Replace(
        int link, IPAddress address, int prefixLength, AddressFlags flags = AddressFlags.None, IPAddress? broadcast = null) =>
        New("replaceaddr", NetlinkFlags.Create | NetlinkFlags.Replace, link, address, prefixLength, flags, broadcast);

    /// <summary>Takes an address away. EADDRNOTAVAIL when the link has it not, or with another prefix.</summary>
    public static NetlinkRequest Delete(int link, IPAddress address, int prefixLength)
    {
        using var writer = new NetlinkWriter();
        WriteAddress(writer, link, address, prefixLength, RouteScope.Universe);
        return writer.ToRequest($"deladdr {address}/{prefixLength} dev {link}", Rtm.RTM_DELADDR, NetlinkFlags.Ack);
    }

    private static NetlinkRequest New(
        string verb, NetlinkFlags how, int link, IPAddress address, int prefixLength, AddressFlags flags, IPAddress? broadcast)
    {
        using var writer = new NetlinkWriter();
        WriteAddress(writer, link, address, prefixLength, IPAddress.IsLoopback(address) ? RouteScope.Host : RouteScope.Universe);
        broadcast ??= DefaultBroadcast(address, prefixLength);
        if (broadcast is not null && !broadcast.Equals(IPAddress.Any))
        {
            writer.PutAddress(Ifa.IFA_BROADCAST, broadcast);
        }

        if (flags != AddressFlags.None)
        {
            // ifa_flags has 8 bits only.
            writer.PutUInt32(Ifa.IFA_FLAGS, (uint)flags);
        }

        return writer.ToRequest($"{verb} {address}/{prefixLength} dev {link}", Rtm.RTM_NEWADDR, how | NetlinkFlags.Ack);
    }

    private static void WriteAddress(NetlinkWriter writer, int link, IPAddress address, int prefixLength, RouteScope scope)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(link);
        var bits = address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, bits);
        writer.WriteStruct(new IfAddrMsg
        {
            ifa_family = KernelFamily.Of(address),
            ifa_prefixlen = (byte)prefixLength,
            ifa_scope = (byte)scope,
            ifa_index = (uint)link,
        });
        writer.PutAddress(Ifa.IFA_LOCAL, address);
        writer.PutAddress(Ifa.IFA_ADDRESS, address);
    }

    private static IPAddress? DefaultBroadcast(IPAddress address, int prefixLength)
    {
        if (address.AddressFamily != AddressFamily.InterNetwork || prefixLength > 30 || IPAddress.IsLoopback(address))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        var host = prefixLength == 0 ? uint.MaxValue : uint.MaxValue >> prefixLength;
        BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) | host);
        return new IPAddress(bytes);
    }
}
