using CniChain.Linux;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Portmap;

/// <summary>A container of a <see cref="PortmapNode"/>, and the plugin's verbs on it.</summary>
internal sealed class PortmapContainer(PortmapNode node, TestNamespace ns, string id, string veth, params string[] addresses) : IDisposable
{
    private readonly List<EchoServer> _servers = [];

    public TestNamespace Place { get; } = ns;

    public NetworkNamespace Namespace => Place.Namespace;

    public string Id { get; } = id;

    public string Veth { get; } = veth;

    /// <summary>What bridge would have answered.</summary>
    public CniResult PrevResult { get; } = new()
    {
        Interfaces = [new CniInterface { Name = "cni0" }, new CniInterface { Name = veth }, new CniInterface { Name = "eth0", Sandbox = "/run/netns/x" }],
        Ips = [.. addresses.Select(a => new CniIp { Address = IpPrefix.TryParse(a, out var p) ? p : throw new FormatException(a), Interface = 2 })],
    };

    public CniResult Add(string mappings, string keys = "", string network = "podnet")
    {
        var context = Context(CniVerb.Add, Keys(mappings, keys), network, PrevResult);
        return node.Plugin.AddAsync(context, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }

    public CniException AddFails(string mappings, string keys = "", string network = "podnet") =>
        Assert.Throws<CniException>(() => Add(mappings, keys, network));

    public void Del(string mappings, string keys = "", string network = "podnet") => Del(mappings, keys, network, PrevResult);

    /// <summary>DEL as containerd repeats it.</summary>
    public void DelWithoutPrevResult(string mappings, string network = "podnet") => Del(mappings, "", network, null);

    public void Check(string mappings, string keys = "", string network = "podnet") =>
        node.Plugin.CheckAsync(Context(CniVerb.Check, Keys(mappings, keys), network, PrevResult), TestContext.Current.CancellationToken)
            .GetAwaiter().GetResult();

    public CniException CheckFails(string mappings, string keys = "") => Assert.Throws<CniException>(() => Check(mappings, keys));

    /// <summary>Serves on a port of the container, both families' TCP and UDP by choice of the arguments.</summary>
    public void Serve(System.Net.Sockets.ProtocolType protocol, int port, bool ipv6 = false) =>
        _servers.Add(EchoServer.Start(
            Namespace,
            protocol,
            port,
            ipv6 ? System.Net.Sockets.AddressFamily.InterNetworkV6 : System.Net.Sockets.AddressFamily.InterNetwork));

    public void Dispose()
    {
        foreach (var server in _servers)
        {
            server.Dispose();
        }

        _servers.Clear();
        if (Place != node.Node)
        {
            Place.Dispose();
        }
    }

    private void Del(string mappings, string keys, string network, CniResult? prevResult) =>
        node.Plugin.DelAsync(Context(CniVerb.Del, Keys(mappings, keys), network, prevResult), TestContext.Current.CancellationToken)
            .GetAwaiter().GetResult();

    private static string Keys(string mappings, string keys)
    {
        var all = mappings.Length > 0 ? PortmapText.Mappings(mappings) : "";
        return keys.Length == 0 ? all : all.Length == 0 ? keys : $"{keys}, {all}";
    }

    private CniContext Context(CniVerb verb, string keys, string network, CniResult? prevResult) => new()
    {
        Verb = verb,
        Config = PortmapText.Network(keys, network),
        Attachment = new Attachment(network, Id, "eth0"),
        Netns = verb == CniVerb.Del ? null : Namespace.Handle,
        HostNetns = node.Node.Namespace.Handle,
        PrevResult = prevResult,
        Ipam = new NoIpam(),
        Log = node.Log,
        StateDirectory = node.StateDirectory,
    };
}
