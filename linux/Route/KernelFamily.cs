using System.Net;
using System.Net.Sockets;

namespace CniChain.Linux.Route;

/// <summary>.NET's AddressFamily has Windows's numbers: InterNetworkV6 is 23, AF_INET6 is 10.</summary>
internal static class KernelFamily
{
    public static byte Of(IPAddress address) => Of(address.AddressFamily);

    public static byte Of(AddressFamily family) => family switch
    {
        AddressFamily.Unspecified => Af.AF_UNSPEC,
        AddressFamily.InterNetwork => Af.AF_INET,
        AddressFamily.InterNetworkV6 => Af.AF_INET6,
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Only IPv4 and IPv6 have addresses and routes here."),
    };

    public static bool IsInternet(byte family) => family is Af.AF_INET or Af.AF_INET6;
}
