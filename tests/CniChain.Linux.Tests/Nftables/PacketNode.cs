using System.Net;
using System.Net.Sockets;
using CniChain.Testing;

namespace CniChain.Linux.Tests.Nftables;

/// <summary>A node with one container behind a bridge and one machine outside that knows no way to the container.</summary>
internal sealed class PacketNode : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public PacketNode()
    {
        Node = TestNamespace.Create();
        Container = TestNamespace.Create();
        Outside = TestNamespace.Create();
        Node.Exec("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");

        // While the bridge's link-local address is tentative the node asks for no IPv6 neighbour, and after 3 s a client hears "No route to host".
        Node.Exec("sysctl -qw net.ipv6.conf.default.accept_dad=0");
        Node.Exec("ip link set lo up");
        Node.Exec("ip link add cni0 type bridge");
        Connect(Container, "veth0", "eth0");
        Connect(Outside, "up0", "eth0");
        Node.Exec("ip link set veth0 master cni0");
        Node.Exec("ip link set veth0 type bridge_slave hairpin on");
        Address(Node, "cni0", "10.88.0.1/16", "fd00::1/64");
        Address(Node, "up0", "192.0.2.1/24", "2001:db8::1/64");
        Address(Container, "eth0", "10.88.0.2/16", "fd00::2/64");
        Address(Outside, "eth0", "192.0.2.2/24", "2001:db8::2/64");
        Container.Exec("ip route add default via 10.88.0.1");
        Container.Exec("ip -6 route add default via fd00::1");
    }

    public TestNamespace Node { get; }

    public TestNamespace Container { get; }

    public TestNamespace Outside { get; }

    /// <summary>Listens in one namespace, connects from another and returns the client's address as the server sees it.</summary>
    /// <exception cref="SocketException">The connection was refused.</exception>
    /// <exception cref="OperationCanceledException">Nothing came back in time.</exception>
    public static IPAddress Connect(TestNamespace server, IPEndPoint listen, TestNamespace client, IPEndPoint to, TimeSpan? within = null)
    {
        using var listener = server.Namespace.Run(() => new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        listener.Bind(listen);
        listener.Listen();
        using var socket = client.Namespace.Run(() => new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        using var patience = new CancellationTokenSource(within ?? s_patience);
        socket.ConnectAsync(to, patience.Token).AsTask().GetAwaiter().GetResult();
        using var accepted = listener.AcceptAsync(patience.Token).AsTask().GetAwaiter().GetResult();
        socket.Send("ping"u8);
        var buffer = new byte[4];
        var received = accepted.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, patience.Token).AsTask().GetAwaiter().GetResult();
        Assert.Equal("ping"u8.ToArray(), buffer[..received]);
        return ((IPEndPoint)accepted.RemoteEndPoint!).Address;
    }

    public void Dispose()
    {
        Outside.Dispose();
        Container.Dispose();
        Node.Dispose();
    }

    private void Connect(TestNamespace other, string here, string there)
    {
        Node.Exec($"ip link add {here} type veth peer name {there} netns {other.Path}");
        Node.Exec($"ip link set {here} up");
        other.Exec($"ip link set {there} up");
        other.Exec("ip link set lo up");
    }

    private static void Address(TestNamespace ns, string link, string four, string six)
    {
        ns.Exec($"ip link set {link} up");
        ns.Exec($"ip addr add {four} dev {link}");
        ns.Exec($"ip addr add {six} dev {link} nodad");
    }
}
