namespace CniChain.Plugins.Portmap.Planning;

/// <summary>Where the container can be reached: the first address of each family on the attachment's interface.</summary>
/// <param name="V4">With its subnet's prefix length; null when the container has no IPv4.</param>
/// <param name="V6">The same for IPv6.</param>
internal sealed record ContainerAddresses(IpPrefix? V4, IpPrefix? V6)
{
    /// <summary>Looks through a result for addresses of the named interface in a sandbox, or of no interface.</summary>
    /// <remarks>A result converted from 0.2.0 has no interfaces at all, and IPAM plugins give no index.</remarks>
    public static ContainerAddresses Find(CniResult result, string ifName)
    {
        IpPrefix? v4 = null, v6 = null;
        foreach (var ip in result.Ips)
        {
            if (!BelongsTo(result, ip, ifName))
            {
                continue;
            }

            if (ip.Address.IsIPv6)
            {
                v6 ??= ip.Address;
            }
            else
            {
                v4 ??= ip.Address;
            }
        }

        return new ContainerAddresses(v4, v6);
    }

    private static bool BelongsTo(CniResult result, CniIp ip, string ifName)
    {
        if (ip.Interface is not { } index)
        {
            return true;
        }

        return index >= 0
            && index < result.Interfaces.Count
            && result.Interfaces[index] is { Sandbox: not null } link
            && link.Name == ifName;
    }
}
