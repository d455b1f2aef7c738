using CniChain.Linux;
using CniChain.Linux.Route;
using CniChain.Plugins.Bridge.Checks;
using CniChain.Plugins.Bridge.Links;
using CniChain.Plugins.Bridge.Nat;
using CniChain.Plugins.Bridge.Spoof;

namespace CniChain.Plugins.Bridge.Verbs;

/// <summary>REPAIR: everything that CHECK looks at is put back around the veth, which itself must be there.</summary>
/// <remarks>
/// <para>1. Both ends of the veth are found; without them the container has to be attached anew.</para>
/// <para>2. The bridge is found or made, with the MAC it had, and the port is put back on it, with flags, VLANs and spoof check.</para>
/// <para>3. The container's end gets what it lacks of MAC, MTU, addresses and routes, and comes up.</para>
/// <para>4. The host becomes gateway and masquerades.</para>
/// </remarks>
internal static class RepairAttachment
{
    /// <exception cref="CniException">Code 100: the veth is gone. Else what the kernel refused.</exception>
    public static void Run(CniContext context, BridgeConfig config, CancellationToken cancellationToken)
    {
        var attachment = context.RequireAttachment();
        var result = context.RequirePrevResult();
        using var host = NetworkSide.Open(context.HostNetns);
        using var container = NetworkSide.Open(context.RequireNetns());

        // 1
        var (port, end) = FindVeth(host, container, attachment);
        var stated = StatedInterfaces.Find(result, config.Bridge, attachment.IfName);
        var (portMac, endMac) = (MacOf(stated.Host.GetValueOrDefault(port.Name)) ?? port.Mac, MacOf(stated.Container) ?? end.Mac);
        var veth = new VethPair(port.Name, port.Index, portMac ?? default, end.Index, endMac ?? default, end.Mtu);

        // 2
        var bridge = RestoreBridge(context, config, host, stated, cancellationToken);
        PortSettings.Restore(host, bridge, port, portMac, attachment.OwnerTag, config);
        if (config.MacSpoofCheck)
        {
            SpoofCheck.Add(host, veth, attachment, context.Log);
        }

        // 3
        RestoreEnd(container, end, endMac, config);
        if (!context.Ipam.IsConfigured)
        {
            if (!config.DisableContainerInterface)
            {
                ContainerInterface.SetUp(container, veth, attachment.IfName);
            }

            return;
        }

        var plan = AddressPlan.Make(result with { Ips = stated.ContainerIps(result) }, config);
        ContainerInterface.Restore(container, veth, attachment.IfName, plan, config, context.Log);

        // 4
        RestoreGateway(host, bridge, plan, config, context.Log);
        if (config.IpMasq)
        {
            Masquerade.Add(host, plan.Ips, attachment, context.Log);
        }
    }

    private static (Link Port, Link End) FindVeth(NetworkSide host, NetworkSide container, Attachment attachment) =>
        KernelFailure.Guard($"look for \"{attachment.IfName}\" in the container", () =>
            container.Route.FindLink(attachment.IfName) is { Kind: "veth", PeerIndex: { } index } end
            && host.Route.FindLink(index) is { Kind: "veth" } port && port.PeerIndex == end.Index
                ? (port, end)
                : throw new CniException(
                    CniErrorCode.AttachmentChanged,
                    $"bridge: \"{attachment.IfName}\" in the container, or its end on the host, is gone; DEL and ADD the container again"));

    private static Link RestoreBridge(
        CniContext context, BridgeConfig config, NetworkSide host, StatedInterfaces stated, CancellationToken cancellationToken)
    {
        var mac = MacOf(stated.Bridge);
        using var locked = BridgeLock.Acquire(context, config, cancellationToken);
        var (bridge, _) = BridgeLink.Ensure(host, config, context.Log, mac);
        if (BridgeCheck.IsPinned(config) && mac is not null && bridge.Mac != mac)
        {
            KernelFailure.Guard(
                $"give bridge \"{bridge.Name}\" its MAC {mac} back",
                () => host.Route.Execute(LinkRequest.Change(bridge.Index, new LinkChange { Mac = mac })));
        }

        return bridge;
    }

    private static void RestoreEnd(NetworkSide container, Link end, MacAddress? mac, BridgeConfig config) =>
        KernelFailure.Guard(
            $"give \"{end.Name}\" in the container its MAC and MTU back",
            () => container.Route.Execute(LinkRequest.Change(
                end.Index, new LinkChange { Mac = mac, Mtu = config.Mtu == 0 ? null : config.Mtu })));

    private static MacAddress? MacOf(CniInterface? stated) => MacAddress.TryParse(stated?.Mac, out var mac) ? mac : null;

    private static void RestoreGateway(NetworkSide host, Link bridge, AddressPlan plan, BridgeConfig config, ICniLog log)
    {
        if (plan.Gateways.Count > 0)
        {
            var leg = config.Vlan == 0 ? bridge : VlanGateway.Ensure(host, bridge, config, log);
            GatewayAddress.Ensure(host, leg, plan.Gateways, config);
            KernelFailure.Guard("switch forwarding on", () => Forwarding.Enable(host, plan));
        }
    }
}
