using System.Net;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>Reads RTM_NEWADDR.</summary>
internal static class AddressParser
{
    public static LinkAddress? Parse(NetlinkMessage message)
    {
        var header = message.Header<IfAddrMsg>();
        if (message.Type != Rtm.RTM_NEWADDR || !KernelFamily.IsInternet(header.ifa_family))
        {
            return null;
        }

        IPAddress? local = null, address = null, broadcast = null;
        var flags = (AddressFlags)header.ifa_flags;
        foreach (var attribute in message.Attributes(IfAddrMsg.Size))
        {
            switch (attribute.Type)
            {
                case Ifa.IFA_LOCAL: local = attribute.AsAddress(); break;
                case Ifa.IFA_ADDRESS: address = attribute.AsAddress(); break;
                case Ifa.IFA_BROADCAST: broadcast = attribute.AsAddress(); break;
                case Ifa.IFA_FLAGS: flags = (AddressFlags)attribute.AsUInt32(); break;
            }
        }

        // With a point-to-point link IFA_ADDRESS is the far end and IFA_LOCAL ours; else IPv6 has no IFA_LOCAL and IPv4 has both.
        var own = local ?? address;
        return own is null ? null : new LinkAddress
        {
            LinkIndex = (int)header.ifa_index,
            Address = own,
            PrefixLength = header.ifa_prefixlen,
            Peer = own.Equals(address) ? null : address,
            Broadcast = broadcast,
            Scope = (RouteScope)header.ifa_scope,
            Flags = flags,
        };
    }
}
