using System.Net;
using BenchmarkDotNet.Attributes;
using CniChain.Benchmarks.Driving;
using CniChain.Benchmarks.Floor;
using CniChain.Linux;
using CniChain.Linux.Route;

namespace CniChain.Benchmarks.Micro;

/// <summary>Putting requests into the kernel's form, without sending them.</summary>
public class KernelMessages
{
    private static readonly IPAddress s_address = IPAddress.Parse("10.88.0.2");
    private static readonly IPAddress s_gateway = IPAddress.Parse("10.88.0.1");

    private readonly NetworkNamespace _netns = NetworkNamespace.OpenCurrent();
    private readonly MacAddress _mac = MacAddress.Random();
    private readonly FloorRules _rules = new();
    private readonly Pod _pod = new("container1", 20000);

    [Benchmark(Description = "netlink: create a veth, both ends")]
    public object CreateVeth() => LinkRequest.CreateVeth(new VethOptions
    {
        Name = "veth7d5a91c2",
        Mac = _mac,
        Master = 3,
        Up = true,
        Peer = new VethPeer { Name = "eth0", Mac = _mac, Namespace = _netns },
    });

    [Benchmark(Description = "netlink: address, up, default route")]
    public object Configure() => new object[]
    {
        AddressRequest.Add(2, s_address, 16),
        LinkRequest.Change(2, new LinkChange { Up = true }),
        RouteRequest.Add(new Route { Gateway = s_gateway, OutLink = 2 }),
    };

    [Benchmark(Description = "nf_tables: an element of a set and one of a map")]
    public object AddElements() => _rules.Insertion(s_address, _pod);
}
