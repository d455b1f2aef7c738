using System.Net;
using CniChain.Linux.Netlink;

namespace CniChain.Linux.Route;

/// <summary>Reads RTM_NEWNEIGH.</summary>
internal static class NeighbourParser
{
    public static Neighbour? Parse(NetlinkMessage message)
    {
        var header = message.Header<NdMsg>();
        if (message.Type != Rtm.RTM_NEWNEIGH || !KernelFamily.IsInternet(header.ndm_family))
        {
            return null;
        }

        IPAddress? address = null;
        MacAddress? mac = null;
        foreach (var attribute in message.Attributes(NdMsg.Size))
        {
            switch (attribute.Type)
            {
                case Nda.NDA_DST: address = attribute.AsAddress(); break;
                case Nda.NDA_LLADDR when attribute.Value.Length == MacAddress.Length: mac = new MacAddress(attribute.Value); break;
            }
        }

        return address is null ? null : new Neighbour
        {
            LinkIndex = header.ndm_ifindex,
            Address = address,
            Mac = mac,
            State = (NeighbourState)header.ndm_state,
            IsProxy = (header.ndm_flags & Nda.NTF_PROXY) != 0,
        };
    }
}
