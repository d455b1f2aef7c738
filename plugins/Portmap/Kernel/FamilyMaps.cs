using System.Net.Sockets;
using CniChain.Linux.Nftables;

namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>The maps of one address family.</summary>
internal sealed class FamilyMaps
{
    public FamilyMaps(NftTable table, AddressFamily family)
    {
        Family = family;
        var suffix = family == AddressFamily.InterNetworkV6 ? '6' : '4';
        Ports = table.Set($"ports{suffix}");
        HostPorts = table.Set($"hostports{suffix}");
        Gates = table.Set($"gates{suffix}");
        HostGates = table.Set($"hostgates{suffix}");
        Targets = table.Set($"targets{suffix}");
        All = [Ports, HostPorts, Gates, HostGates, Targets];
    }

    public AddressFamily Family { get; }

    /// <summary>protocol . port : container address . port.</summary>
    public NftSetRef Ports { get; }

    /// <summary>node's address . protocol . port : container address . port.</summary>
    public NftSetRef HostPorts { get; }

    /// <summary>protocol . port : verdict. Ports of networks with conditions: the way to them leads through a chain.</summary>
    public NftSetRef Gates { get; }

    /// <summary>node's address . protocol . port : verdict.</summary>
    public NftSetRef HostGates { get; }

    /// <summary>container address : verdict. What becomes of the source of translated connections; one element for each container.</summary>
    public NftSetRef Targets { get; }

    public IReadOnlyList<NftSetRef> All { get; }

    public NftDataType AddressType => Family == AddressFamily.InterNetworkV6 ? NftDataType.Ipv6Address : NftDataType.Ipv4Address;

    /// <summary>The family as <c>meta nfproto</c> has it.</summary>
    public NftKey NfProto => NftKey.Of.Protocol((byte)(Family == AddressFamily.InterNetworkV6 ? NftFamily.Ip6 : NftFamily.Ip));

    /// <summary>The maps as they are created.</summary>
    public IEnumerable<NftSet> Definitions()
    {
        NftDataType[] target = [AddressType, NftDataType.InetService];
        yield return new NftSet(Ports, NftDataType.InetProtocol, NftDataType.InetService) { Data = target };
        yield return new NftSet(HostPorts, AddressType, NftDataType.InetProtocol, NftDataType.InetService) { Data = target };
        yield return new NftSet(Gates, NftDataType.InetProtocol, NftDataType.InetService) { Data = [NftDataType.Verdict] };
        yield return new NftSet(HostGates, AddressType, NftDataType.InetProtocol, NftDataType.InetService) { Data = [NftDataType.Verdict] };
        yield return new NftSet(Targets, AddressType) { Data = [NftDataType.Verdict] };
    }
}
