using CniChain.Linux;
using CniChain.Linux.Route;
using CniChain.Plugins.Bridge.Links;
using CniChain.Plugins.Bridge.Nat;
using CniChain.Plugins.Bridge.Spoof;

namespace CniChain.Plugins.Bridge.Verbs;

/// <summary>ADD.</summary>
/// <remarks>
/// <para>1. The bridge is found or made, and the veth is made in the container with its host's end attached.</para>
/// <para>2. The port gets its owner, flags and VLANs, and the spoof check, before the container can send anything.</para>
/// <para>3. The IPAM plugin is asked for addresses; without one the network is layer 2 and goes on at 6.</para>
/// <para>4. The container's end gets addresses, comes up and gets routes.</para>
/// <para>5. The host becomes gateway and masquerades.</para>
/// <para>6. The port has come up, and the result can be given.</para>
/// <para>What a failure leaves is removed by the DEL that follows it, except a bridge made for nothing, which only this call knows of.</para>
/// </remarks>
internal sealed class AddAttachment : IDisposable
{
    private readonly CniContext _context;
    private readonly BridgeConfig _config;
    private readonly Attachment _attachment;
    private readonly NetworkSide _host;
    private readonly NetworkSide _container;
    private Link? _createdBridge;
    private bool _bridgeIsAsItWas;

    public AddAttachment(CniContext context, BridgeConfig config)
    {
        _context = context;
        _config = config;
        _attachment = context.RequireAttachment();
        _host = NetworkSide.Open(context.HostNetns);
        _container = NetworkSide.Open(context.RequireNetns());
    }

    public async Task<CniResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await AttachAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (_createdBridge is not null)
        {
            RemoveBridge(_createdBridge);
            throw;
        }
    }

    public void Dispose()
    {
        _container.Dispose();
        _host.Dispose();
    }

    private async Task<CniResult> AttachAsync(CancellationToken cancellationToken)
    {
        // 1
        var (bridge, veth) = Connect(cancellationToken);

        // 2
        PortSettings.Apply(_host, bridge, veth, _attachment.OwnerTag, _config);
        WarnOfPlainBridge(bridge);
        if (_config.MacSpoofCheck)
        {
            SpoofCheck.Add(_host, veth, _attachment, _context.Log);
        }

        // 3
        AddressPlan? plan = null;
        Link? leg = null;
        if (_context.Ipam.IsConfigured)
        {
            plan = AddressPlan.Make(await _context.Ipam.AddAsync(cancellationToken).ConfigureAwait(false), _config);
            cancellationToken.ThrowIfCancellationRequested();

            // 4
            ContainerInterface.Configure(_container, veth, _attachment.IfName, plan, _config, _context.Log);

            // 5
            leg = MakeGateway(bridge, plan);
            if (_config.IpMasq)
            {
                Masquerade.AddOrLeave(_host, plan.Ips, _context);
            }
        }
        else if (!_config.DisableContainerInterface)
        {
            ContainerInterface.SetUp(_container, veth, _attachment.IfName);
        }

        // 6
        if (!_config.DisableContainerInterface)
        {
            PortState.WaitUntilUp(_host, bridge, veth);
        }

        return AttachmentResult.Make(_context, _config, plan, FinalBridge(bridge), FinalVeth(veth, plan), leg);
    }

    private (Link Bridge, VethPair Veth) Connect(CancellationToken cancellationToken)
    {
        // A bridge with a working port is not removed by anybody's failed ADD, so most calls need no lock.
        var inUse = _host.Route.FindLink(_config.Bridge) is { OperState: OperState.Up } found ? found : null;
        using var locked = inUse is not null ? null : BridgeLock.Acquire(_context, _config, cancellationToken);
        var (bridge, created) = BridgeLink.Ensure(_host, _config, _context.Log, known: inUse);
        _createdBridge = created ? bridge : null;
        var veth = VethPair.Create(_host, _container, bridge, _attachment.IfName, _config);
        KernelFailure.Guard("switch off router advertisements", () => _host.Namespace.Run(() =>
        {
            if (bridge.AcceptRouterAdvertisements is not 0)
            {
                RouterAdvertisements.Ignore(bridge.Name, _context.Log);
            }

            RouterAdvertisements.Ignore(veth.HostName, _context.Log);
        }));
        return (bridge, veth);
    }

    private Link? MakeGateway(Link bridge, AddressPlan plan)
    {
        if (plan.Gateways.Count == 0)
        {
            return null;
        }

        var leg = _config.Vlan == 0 ? null : VlanGateway.Ensure(_host, bridge, _config, _context.Log);
        _bridgeIsAsItWas = GatewayAddress.Ensure(_host, leg ?? bridge, plan.Gateways, _config) && leg is null;
        KernelFailure.Guard("switch forwarding on", () => Forwarding.Enable(_host, plan));
        return leg;
    }

    private void WarnOfPlainBridge(Link bridge)
    {
        if (_config.UsesVlans && bridge.Bridge is { VlanFiltering: false } && _createdBridge is null)
        {
            _context.Log.Warn(
                $"bridge: \"{bridge.Name}\" does not filter VLANs, so \"vlan\" and \"vlanTrunk\" keep nothing apart; "
                + $"run: ip link set {bridge.Name} type bridge vlan_filtering 1");
        }
    }

    /// <summary>Its hardware address may have changed when the port was attached or the gateway's address added.</summary>
    private Link FinalBridge(Link bridge) => _bridgeIsAsItWas
        ? bridge
        : KernelFailure.Guard($"look up bridge \"{bridge.Name}\"", () => _host.Route.GetLink(bridge.Index));

    /// <summary>An IPAM plugin that asks the network may have heard of a smaller MTU, which the container's end then has.</summary>
    private VethPair FinalVeth(VethPair veth, AddressPlan? plan) => plan is null || !AttachmentResult.StatesMtu(_context)
        ? veth
        : KernelFailure.Guard(
            $"look up \"{_attachment.IfName}\" in the container",
            () => veth with { ContainerMtu = _container.Route.GetLink(veth.ContainerIndex).Mtu });

    private void RemoveBridge(Link bridge)
    {
        try
        {
            foreach (var port in _host.Route.GetLinks(kind: "veth", master: bridge.Index))
            {
                if (port.Alias == _attachment.OwnerTag)
                {
                    _host.Route.Execute(LinkRequest.Delete(port.Index));
                }
            }

            using var locked = BridgeLock.Acquire(_context, _config, CancellationToken.None);
            BridgeLink.RemoveIfUnused(_host, _config, bridge);
        }
        catch (Exception e) when (e is LinuxException or CniException)
        {
            _context.Log.Warn($"bridge: \"{bridge.Name}\", made by this failed ADD, is left behind: {e.Message}");
        }
    }
}
