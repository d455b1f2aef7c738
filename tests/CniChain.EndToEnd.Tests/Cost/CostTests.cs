using System.Text;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Cost;

/// <summary>ADD, CHECK, STATUS and DEL of the core chain ask the kernel and the disk the same on an empty node and on a full one.</summary>
public sealed class CostTests
{
    private const int Many = 10_000;

    // DEL looks whether the last element has left a set, for which the kernel sends the beginning of a dump, whatever follows.
    private const int FirstDatagram = 32 * 1024;

    private const string List = """
        { "cniVersion": "1.0.0", "name": "podnet", "plugins": [ { "type": "cnichain", "capabilities": { "portMappings": true }, "chain": [
          { "type": "bridge", "bridge": "cni0", "isDefaultGateway": true, "ipMasq": true, "hairpinMode": true, "macspoofchk": true,
            "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }]] } },
          { "type": "portmap", "capabilities": { "portMappings": true } } ] } ] }
        """;

    [Fact]
    public void TenThousandLeasesAndPorts_CostNoMessageMoreAndNoFile()
    {
        using var node = TestNode.Create();
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "needs strace");
        node.WriteFile("/etc/cni/net.d/10-podnet.conflist", List);
        var containers = node.AddContainers(4);

        // A first container makes bridge, tables and folders, and keeps them; a second has noted which plugins there are.
        node.Exec($"/opt/cni/bin/cnichain add podnet {containers[0].NetnsPath} -p 8000:80");
        ComeAndGo(node, containers[2]);
        var empty = Measure(node, containers[1]);
        Fill(node);
        // The leases came from somebody else, so each is read, once.
        ComeAndGo(node, containers[2]);
        var full = Measure(node, containers[3]);

        foreach (var verb in empty.Keys)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{verb}: {empty[verb].Netlink}, {string.Join(", ", empty[verb].Files)}");
            Assert.Equal((verb, WithoutLooks(empty[verb].Netlink)), (verb, WithoutLooks(full[verb].Netlink)));
            Assert.InRange(full[verb].Netlink.ReceivedBytes - empty[verb].Netlink.ReceivedBytes, 0, verb == "DEL" ? 2 * FirstDatagram : 0);
            Assert.Equal(empty[verb].Files, full[verb].Files);
        }
    }

    private static (int Sent, long SentBytes, int Received) WithoutLooks((int Sent, long SentBytes, int Received, long ReceivedBytes) netlink) =>
        (netlink.Sent, netlink.SentBytes, netlink.Received);

    private static void ComeAndGo(TestNode node, TestContainer container)
    {
        node.Exec($"/opt/cni/bin/cnichain add podnet {container.NetnsPath}");
        node.Exec($"/opt/cni/bin/cnichain del podnet {container.NetnsPath}");
    }

    private static Dictionary<string, SystemCalls> Measure(TestNode node, TestContainer container) => new()
    {
        ["ADD"] = SystemCalls.Of(node, $"/opt/cni/bin/cnichain add podnet {container.NetnsPath} -p 8080:80"),
        ["STATUS"] = SystemCalls.Of(node, "/opt/cni/bin/cnichain status podnet"),
        ["CHECK"] = SystemCalls.Of(node, $"/opt/cni/bin/cnichain check podnet {container.NetnsPath} -p 8080:80"),
        ["DEL"] = SystemCalls.Of(node, $"/opt/cni/bin/cnichain del podnet {container.NetnsPath} -p 8080:80"),
    };

    /// <summary>Ten thousand others: a lease, a masqueraded address, a guarded port and a published one each.</summary>
    private static void Fill(TestNode node)
    {
        var leases = node.HostPath("/var/lib/cni/networks/podnet");
        var (masquerade, targets, ports) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        for (var i = 0; i < Many; i++)
        {
            var address = $"10.88.{(i + 256) / 256}.{i % 256}";
            File.WriteAllText($"{leases}/{address}", $"other{i}\r\neth0");
            masquerade.Append($"{address} comment \"podnet/other{i}/eth0\",");
            targets.Append($"{address} comment \"podnet/other{i}/eth0\" : accept,");
            ports.Append($"tcp . {10_000 + i} comment \"podnet/other{i}/eth0\" : {address} . 80,");
        }

        File.WriteAllText($"{leases}/last_reserved_ip.0", $"10.88.{(Many + 255) / 256}.{(Many - 1) % 256}");
        node.WriteFile("/run/fill.nft", $$"""
            add element inet cnichain_masq leaves-10.88.0.0-16 { {{masquerade}} }
            add element inet cnichain_ports targets4 { {{targets}} }
            add element inet cnichain_ports ports4 { {{ports}} }
            """);
        node.Exec("nft -f /run/fill.nft");
    }
}
