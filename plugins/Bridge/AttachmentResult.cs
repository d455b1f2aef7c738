using CniChain.Linux.Route;
using CniChain.Plugins.Bridge.Links;

namespace CniChain.Plugins.Bridge;

/// <summary>ADD's result: bridge, host's end, container's end, and the gateway's leg in a VLAN, in the reference plugin's order.</summary>
internal static class AttachmentResult
{
    /// <summary>"mtu" came with 1.1.0; readers of 1.0.0 have never seen it.</summary>
    public static bool StatesMtu(CniContext context) => context.Config.CniVersion >= CniVersion.V1_1_0;

    public static CniResult Make(CniContext context, BridgeConfig config, AddressPlan? plan, Link bridge, VethPair veth, Link? leg)
    {
        var statesMtu = StatesMtu(context);
        var interfaces = new List<CniInterface>(4)
        {
            new() { Name = bridge.Name, Mac = bridge.Mac?.ToString(), Mtu = statesMtu ? bridge.Mtu : 0 },
            new() { Name = veth.HostName, Mac = veth.HostMac.ToString(), Mtu = statesMtu ? veth.Mtu : 0 },
            new()
            {
                Name = context.RequireAttachment().IfName,
                Mac = veth.ContainerMac.ToString(),
                Mtu = statesMtu ? veth.ContainerMtu : 0,
                Sandbox = context.NetnsPath,
            },
        };
        if (leg is not null)
        {
            interfaces.Add(new CniInterface { Name = leg.Name, Mac = leg.Mac?.ToString(), Mtu = statesMtu ? leg.Mtu : 0 });
        }

        return new CniResult
        {
            Interfaces = interfaces,
            Ips = plan?.Ips ?? [],
            Routes = plan?.Routes ?? [],
            Dns = config.Dns ?? plan?.Dns ?? CniDns.Empty,
        };
    }
}
