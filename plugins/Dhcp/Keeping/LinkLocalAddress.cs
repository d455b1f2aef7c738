using System.Net;
using System.Net.Sockets;
using CniChain.Linux;
using CniChain.Linux.Route;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>The interface's own link-local address, which DHCPv6 speaks from (RFC 8415, 13.1).</summary>
internal static class LinkLocalAddress
{
    private const int PrefixLength = 64;

    /// <summary>Finds one that can be used now, or makes it so.</summary>
    /// <remarks>
    /// The kernel's own is tentative for one to two seconds after the link has come up, and nothing can be sent from it. It is made of the
    /// hardware address, which the plugin that made the interface chose so that nobody on the link has it, so detection is left out, as bridge
    /// leaves it out for all addresses of its containers.
    /// </remarks>
    /// <exception cref="LinuxException">IPv6 cannot be switched on, or the kernel refused the address.</exception>
    public static IPAddress Ensure(NetworkNamespace ns, LeaseRecord record)
    {
        using var route = RouteSocket.Open(ns);

        // By its present name: a container may have given it another. Runtimes switch IPv6 off where a network has none.
        var name = route.GetLink(record.LinkIndex).Name;
        ns.Run(() => Sysctl.WriteIfDifferent($"net/ipv6/conf/{name}/disable_ipv6", "0"));
        var present = route.GetAddresses(record.LinkIndex, AddressFamily.InterNetworkV6).Where(a => a.Address.IsIPv6LinkLocal).ToArray();
        if (Array.Find(present, a => !a.IsTentative && !a.IsDuplicate) is { } usable)
        {
            return WithoutScope(usable.Address);
        }

        var tentative = Array.Find(present, a => !a.IsDuplicate);
        var address = tentative is not null ? WithoutScope(tentative.Address)
            : present.Length == 0 ? Of(MacAddress.Parse(record.Mac))
            : Of(MacAddress.Random());
        if (tentative is not null)
        {
            // Detection of an address that is there cannot be ended; of one that is added anew it can be left out.
            route.TryExecute(AddressRequest.Delete(record.LinkIndex, address, PrefixLength));
        }

        route.Execute(AddressRequest.Replace(record.LinkIndex, address, PrefixLength, AddressFlags.NoDad));
        return address;
    }

    /// <summary>The one that is made of a hardware address (RFC 4291, appendix A).</summary>
    public static IPAddress Of(MacAddress mac)
    {
        var m = mac.ToArray();
        return new IPAddress([0xfe, 0x80, 0, 0, 0, 0, 0, 0, (byte)(m[0] ^ 2), m[1], m[2], 0xff, 0xfe, m[3], m[4], m[5]]);
    }

    /// <summary>The bytes alone, which compare equal whatever link they were heard on.</summary>
    public static IPAddress WithoutScope(IPAddress address) => new(address.GetAddressBytes());
}
