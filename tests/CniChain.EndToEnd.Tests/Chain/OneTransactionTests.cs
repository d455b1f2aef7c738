using System.Net.Sockets;
using CniChain.Linux.Nftables;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Chain;

/// <summary>An attachment's rules come into the kernel together, whichever plugins of its chain they are of.</summary>
public sealed class OneTransactionTests
{
    private static readonly string s_network = Networks.For(PluginSet.CniChain);

    [Fact]
    public void Attachment_BesideOthers_IsOneTransaction()
    {
        using var node = TestNode.Create();
        var runtime = new CniRuntime(node, s_network);
        var containers = node.AddContainers(3);
        // The first ones make what all share.
        runtime.Add(containers[0], Networks.Publish(8080, 80));
        var before = Generation(node);

        runtime.Add(containers[1], Networks.Publish(8081, 80));
        Assert.Equal(before + 1, Generation(node));
        runtime.Add(containers[2]);
        Assert.Equal(before + 2, Generation(node));

        // Published, and masqueraded: the machine outside has no route back.
        using var server = EchoServer.Start(containers[1].Namespace, ProtocolType.Tcp, 80);
        Assert.Equal($"{TestNode.OutsideAddress} says hello", Packet.Exchange(node.Outside.Namespace, ProtocolType.Tcp, TestNode.Address, 8081));
        using var outside = EchoServer.Start(node.Outside.Namespace, ProtocolType.Tcp, 7);
        foreach (var container in containers)
        {
            Assert.Equal($"{TestNode.Address} says hello", Packet.Exchange(container.Namespace, ProtocolType.Tcp, TestNode.OutsideAddress, 7));
        }

        runtime.Check(containers[1]);
        runtime.Check(containers[2]);
    }

    [Fact]
    public void Attachment_WhosePortIsTaken_LeavesNothingOfEither()
    {
        using var node = TestNode.Create();
        var runtime = new CniRuntime(node, s_network);
        var containers = node.AddContainers(2);
        runtime.Add(containers[0], Networks.Publish(8080, 80));
        var rules = node.Exec("nft list ruleset");

        var reply = runtime.TryAdd(containers[1], Networks.Publish(8080, 80));

        Assert.Contains("portmap: host port tcp/8080 is already published", reply.Reply.ErrorText, StringComparison.Ordinal);
        Assert.Equal(rules, node.Exec("nft list ruleset"));
    }

    private static uint Generation(TestNode node)
    {
        using var nft = NftSocket.Open(node.Namespace);
        return nft.GetGeneration();
    }
}
