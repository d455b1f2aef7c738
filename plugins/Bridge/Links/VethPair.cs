using CniChain.Linux;
using CniChain.Linux.Netlink;
using CniChain.Linux.Route;
using Tmds.Linux;

namespace CniChain.Plugins.Bridge.Links;

/// <summary>The container's link to the bridge.</summary>
/// <param name="HostName">The host's end: "veth" and 8 hex digits.</param>
/// <param name="HostIndex">Its index in the host's namespace.</param>
/// <param name="HostMac">Its hardware address.</param>
/// <param name="ContainerIndex">The other end's index in the container's namespace.</param>
/// <param name="ContainerMac">The other end's hardware address.</param>
/// <param name="Mtu">Of both ends when they were made, in bytes.</param>
internal sealed record VethPair(string HostName, int HostIndex, MacAddress HostMac, int ContainerIndex, MacAddress ContainerMac, int Mtu)
{
    /// <summary>The container's end's, where it is another by now.</summary>
    public int ContainerMtu { get; init; } = Mtu;

    private const int MaxAttempts = 10;

    // As many as the driver leaves in use anyway.
    private const uint Queues = 1;

    /// <summary>Makes both ends where they belong, the host's up and attached, in one message.</summary>
    /// <exception cref="CniException">Code 4: the container has an interface of this name.</exception>
    public static VethPair Create(NetworkSide host, NetworkSide container, Link bridge, string ifName, BridgeConfig config)
    {
        var containerMac = config.Mac ?? MacAddress.Random();
        var hostMac = MacAddress.Random();
        for (var attempt = 1; ; attempt++)
        {
            var name = RandomName();
            try
            {
                var request = LinkRequest.CreateVeth(new VethOptions
                {
                    Name = name,
                    Mtu = config.Mtu == 0 ? null : config.Mtu,
                    Mac = hostMac,
                    Queues = Queues,
                    Master = bridge.Index,
                    Up = true,
                    Peer = new VethPeer
                    {
                        Name = ifName,
                        Mtu = config.Mtu == 0 ? null : config.Mtu,
                        Mac = containerMac,
                        Queues = Queues,
                        Namespace = container.Namespace,
                    },
                });
                var link = host.Route.CreateLink(request, name);
                return new VethPair(name, link.Index, hostMac, link.PeerIndex ?? 0, containerMac, link.Mtu);
            }
            catch (NetlinkException e) when (e.Errno == LibC.EEXIST && attempt < MaxAttempts)
            {
                // The kernel does not say which of the two names is taken.
                if (container.Route.FindLink(ifName) is not null)
                {
                    throw new CniException(
                        CniErrorCode.InvalidEnvironment,
                        $"CNI_IFNAME is \"{ifName}\", but the container has an interface of that name; choose another, or DEL the old attachment first",
                        null,
                        e);
                }
            }
            catch (LinuxException e)
            {
                throw KernelFailure.During($"create \"{ifName}\" in the container and attach it to bridge \"{config.Bridge}\"", e);
            }
        }
    }

    /// <summary>A name such as the reference plugins give, which firewalls and monitoring match as "veth*".</summary>
    public static string RandomName()
    {
        Span<byte> bytes = stackalloc byte[4];
        // A name that is taken is noticed; RandomNumberGenerator would bring OpenSSL in for it.
        Random.Shared.NextBytes(bytes);
        return "veth" + Convert.ToHexStringLower(bytes);
    }
}
