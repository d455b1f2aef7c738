using CniChain.Linux;

namespace CniChain.Plugins.Bridge;

/// <summary>The configuration of one bridge network, checked.</summary>
internal sealed record BridgeConfig
{
    /// <summary>"bridge": the bridge's name, 1 to 15 bytes; cni0 when absent or empty.</summary>
    public string Bridge { get; init; } = "cni0";

    /// <summary>"isGateway": the bridge (or its VLAN's leg) holds the network's gateway addresses and the host forwards. False by default.</summary>
    public bool IsGateway { get; init; }

    /// <summary>"isDefaultGateway": as <see cref="IsGateway"/>, and the container's default routes lead there. False by default.</summary>
    public bool IsDefaultGateway { get; init; }

    /// <summary>"forceAddress": a different gateway address on the bridge is replaced instead of refused. False by default.</summary>
    public bool ForceAddress { get; init; }

    /// <summary>"ipMasq": what containers send beyond their subnet leaves with the host's address. False by default.</summary>
    public bool IpMasq { get; init; }

    /// <summary>"mtu" of the bridge, if it has to be made, and of the veth, in bytes; 0 by default, which leaves the kernel's 1500.</summary>
    public int Mtu { get; init; }

    /// <summary>"hairpinMode": a frame may leave by the port it came in by, so a container reaches itself through a published port. False by default.</summary>
    public bool HairpinMode { get; init; }

    /// <summary>"promiscMode": the bridge takes every frame. Excludes <see cref="HairpinMode"/>. False by default.</summary>
    public bool PromiscMode { get; init; }

    /// <summary>"vlan": the port's untagged VLAN, 1 to 4094; 0, the default, for none.</summary>
    public int Vlan { get; init; }

    /// <summary>"vlanTrunk": the port's tagged VLANs, ascending, without overlap; empty by default.</summary>
    public IReadOnlyList<VlanRange> VlanTrunk { get; init; } = [];

    /// <summary>"preserveDefaultVlan": the port also stays in the bridge's default VLAN when it has others. True by default.</summary>
    public bool PreserveDefaultVlan { get; init; } = true;

    /// <summary>"macspoofchk": frames from the container with another sender than its own MAC are dropped. False by default.</summary>
    public bool MacSpoofCheck { get; init; }

    /// <summary>"enabledad": the container's IPv6 addresses undergo duplicate address detection, which takes a second or more. False by default.</summary>
    public bool EnableDad { get; init; }

    /// <summary>"disableContainerInterface": the container's end stays down. Excludes "ipam". False by default.</summary>
    public bool DisableContainerInterface { get; init; }

    /// <summary>"portIsolation": isolated ports of a bridge don't reach each other, only the others. False by default.</summary>
    public bool PortIsolation { get; init; }

    /// <summary>"runtimeConfig.mac", else "args.cni.mac", else CNI_ARGS' MAC: the container end's hardware address; null for a random one.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>"dns", which replaces the IPAM plugin's as a whole; null when it sets nothing.</summary>
    public CniDns? Dns { get; init; }

    /// <summary>Whether "ipam" names a type: if not, the network is layer 2 only.</summary>
    public bool HasIpam { get; init; }

    /// <summary>Whether the port is told apart by VLANs.</summary>
    public bool UsesVlans => Vlan != 0 || VlanTrunk.Count > 0;

    /// <summary>The name of the host's leg in <see cref="Vlan"/>, which holds the gateway addresses there.</summary>
    public string VlanGatewayName => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Bridge}.{Vlan}");
}
