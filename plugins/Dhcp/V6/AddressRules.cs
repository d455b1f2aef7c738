using System.Net;

namespace CniChain.Plugins.Dhcp.V6;

/// <summary>Which IPv6 addresses a host can have, and be lent.</summary>
internal static class AddressRules
{
    /// <summary>A unicast address of more than one link: not ::, ::1, multicast, link-local, nor an IPv4 address in disguise.</summary>
    public static bool IsLendable(IPAddress address) => IsHost(address) && !address.IsIPv6LinkLocal;

    /// <summary>A host's, perhaps of one link alone, as a name server's may be.</summary>
    public static bool IsHost(IPAddress address) =>
        !address.IsIPv6Multicast && !address.IsIPv4MappedToIPv6 && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.IPv6Loopback);
}
