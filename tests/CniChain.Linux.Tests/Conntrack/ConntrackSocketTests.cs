using System.Net;
using System.Net.Sockets;
using CniChain.Linux.Conntrack;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Conntrack;

/// <summary>Deletes tracked flows, by the kernel's filter and one by one; the conntrack tool judges.</summary>
public sealed class ConntrackSocketTests
{
    private const byte Udp = 17;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Delete_ByOriginalPort_LeavesTheOthers(bool inKernel)
    {
        using var ns = Tracked();
        Send(ns, "127.0.0.1", 5001);
        Send(ns, "127.0.0.2", 5001);
        Send(ns, "127.0.0.1", 5002);
        Send(ns, "::1", 5001);
        using var socket = Open(ns, inKernel);

        socket.Delete(new ConntrackFilter { Protocol = Udp, OriginalDestinationPort = 5001 });

        Assert.Equal(["127.0.0.1:5002"], Flows(ns));
        Assert.Equal(inKernel, socket.FiltersInKernel);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Delete_ByFamily_LeavesTheOther(bool inKernel)
    {
        using var ns = Tracked();
        Send(ns, "127.0.0.1", 5001);
        Send(ns, "::1", 5001);
        using var socket = Open(ns, inKernel);

        socket.Delete(new ConntrackFilter { Protocol = Udp, OriginalDestinationPort = 5001, Family = AddressFamily.InterNetworkV6 });

        Assert.Equal(["127.0.0.1:5001"], Flows(ns));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Delete_ByOriginalAddressAndPort_LeavesTheOthers(bool inKernel)
    {
        using var ns = Tracked();
        Send(ns, "127.0.0.1", 5001);
        Send(ns, "127.0.0.2", 5001);
        Send(ns, "127.0.0.2", 5002);
        using var socket = Open(ns, inKernel);

        socket.Delete(new ConntrackFilter
        {
            Protocol = Udp,
            OriginalDestination = IPAddress.Parse("127.0.0.2"),
            OriginalDestinationPort = 5001,
        });

        Assert.Equal(["127.0.0.1:5001", "127.0.0.2:5002"], Flows(ns));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Delete_ByReplySource_FindsWhatWasTranslatedToIt(bool inKernel)
    {
        using var ns = Tracked();
        ns.Exec("nft add rule inet t out udp dport 5001 dnat ip to 127.0.0.9:6001");
        Send(ns, "127.0.0.1", 5001);
        Send(ns, "127.0.0.9", 6001);
        Send(ns, "127.0.0.9", 6002);
        Send(ns, "127.0.0.1", 5003);
        using var socket = Open(ns, inKernel);

        socket.Delete(new ConntrackFilter
        {
            Protocol = Udp,
            OriginalDestinationPort = 5001,
            ReplySource = IPAddress.Parse("127.0.0.9"),
            ReplySourcePort = 6001,
        });
        Assert.Equal(["127.0.0.1:5003", "127.0.0.9:6001", "127.0.0.9:6002"], Flows(ns));

        socket.Delete(new ConntrackFilter { Protocol = Udp, ReplySource = IPAddress.Parse("127.0.0.9"), ReplySourcePort = 6001 });
        Assert.Equal(["127.0.0.1:5003", "127.0.0.9:6002"], Flows(ns));

        socket.Delete(new ConntrackFilter { Protocol = Udp, ReplySource = IPAddress.Parse("127.0.0.9") });
        Assert.Equal(["127.0.0.1:5003"], Flows(ns));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Delete_OfAnotherProtocol_LeavesAll(bool inKernel)
    {
        using var ns = Tracked();
        Send(ns, "127.0.0.1", 5001);
        using var socket = Open(ns, inKernel);

        socket.Delete(new ConntrackFilter { Protocol = 6, OriginalDestinationPort = 5001 });
        socket.Delete(new ConntrackFilter { Protocol = Udp, OriginalDestinationPort = 5009 });

        Assert.Equal(["127.0.0.1:5001"], Flows(ns));
    }

    [Fact]
    public void Delete_OfAProtocolAlone_IsRefused()
    {
        using var ns = TestNamespace.Create();
        using var socket = ConntrackSocket.Open(ns.Namespace);

        Assert.Throws<ArgumentException>(() => socket.Delete(new ConntrackFilter { Protocol = Udp }));
        Assert.Throws<ArgumentException>(() => socket.Delete(new ConntrackFilter
        {
            Protocol = Udp,
            OriginalDestination = IPAddress.Loopback,
            ReplySource = IPAddress.IPv6Loopback,
        }));
    }

    /// <summary>A namespace that tracks its own packets: something has to ask for it.</summary>
    private static TestNamespace Tracked()
    {
        var ns = TestNamespace.Create();
        ns.Exec("ip link set lo up");
        ns.Exec("nft add table inet t");
        ns.Exec("nft add chain inet t out { type nat hook output priority -100 ; }");
        ns.Exec("nft add rule inet t out ct state new");
        return ns;
    }

    private static ConntrackSocket Open(TestNamespace ns, bool inKernel)
    {
        var socket = ConntrackSocket.Open(ns.Namespace);
        socket.FiltersInKernel = inKernel;
        return socket;
    }

    private static void Send(TestNamespace ns, string address, int port) => ns.Namespace.Run(() =>
    {
        var target = new IPEndPoint(IPAddress.Parse(address), port);
        using var sender = new UdpClient(target.AddressFamily);
        sender.Send([1], target);
    });

    /// <summary>Original destinations of the UDP flows there are.</summary>
    private static List<string> Flows(TestNamespace ns)
    {
        var (exitCode, output, error) = ns.TryExec("conntrack -L -p udp -o extended");
        Assert.True(exitCode == 0, error);
        var (_, more, _) = ns.TryExec("conntrack -L -f ipv6 -p udp -o extended");
        var flows = new List<string>();
        foreach (var line in (output + more).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            flows.Add($"{Value(words, "dst=")}:{Value(words, "dport=")}");
        }

        return [.. flows.Order(StringComparer.Ordinal)];
    }

    private static string Value(string[] words, string name) =>
        words.First(word => word.StartsWith(name, StringComparison.Ordinal))[name.Length..];
}
