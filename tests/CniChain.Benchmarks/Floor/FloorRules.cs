using System.Net;
using CniChain.Benchmarks.Driving;
using CniChain.Linux.Nftables;

namespace CniChain.Benchmarks.Floor;

/// <summary>The elements an attachment needs: its address masqueraded, its port translated. One transaction each way.</summary>
internal sealed class FloorRules
{
    private const byte Tcp = 6;
    private static readonly NftTable s_table = new(NftFamily.Ip, "floor");
    private static readonly NftSetRef s_sources = s_table.Set("sources");
    private static readonly NftSetRef s_ports = s_table.Set("ports");

    /// <summary>Makes the table they are in.</summary>
    public void Define(NftSocket nft) => nft.Commit(new NftBatch()
        .AddTable(s_table)
        .AddSet(new NftSet(s_sources, NftDataType.Ipv4Address))
        .AddSet(new NftSet(s_ports, NftDataType.InetProtocol, NftDataType.InetService)
        {
            Data = [NftDataType.Ipv4Address, NftDataType.InetService],
        }));

    public NftBatch Insertion(IPAddress address, Pod pod) => new NftBatch()
        .AddElement(s_sources, new NftElement(Source(address), null, pod.ContainerId))
        .AddElement(s_ports, new NftElement(Port(pod), NftKey.Of.Address(address).Port(80), pod.ContainerId));

    public NftBatch Removal(IPAddress address, Pod pod) => new NftBatch()
        .DeleteElement(s_sources, Source(address))
        .DeleteElement(s_ports, Port(pod));

    public bool AreThere(NftSocket nft, IPAddress address, Pod pod) =>
        nft.FindElement(s_sources, Source(address)) is not null && nft.FindElement(s_ports, Port(pod)) is not null;

    private static NftKey Source(IPAddress address) => NftKey.Of.Address(address);

    private static NftKey Port(Pod pod) => NftKey.Of.Protocol(Tcp).Port((ushort)pod.HostPort);
}
