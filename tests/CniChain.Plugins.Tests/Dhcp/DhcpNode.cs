using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using CniChain.Plugins.Dhcp;
using CniChain.Plugins.Tests.Ipam;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Dhcp;

/// <summary>A node with a bridge "lan0", a machine for servers on it, and the dhcp plugin as a host would hold it.</summary>
internal sealed class DhcpNode : IDisposable
{
    public const string ServerAddress = "10.70.0.1";

    public const string ServerAddress6 = "fd70::1";

    private readonly List<IDisposable> _owned = [];

    private DhcpNode(TestNamespace host, TestNamespace lan)
    {
        Host = host;
        Lan = lan;
    }

    /// <summary>The runtime's namespace.</summary>
    public TestNamespace Host { get; }

    /// <summary>Where servers run; its "d0" is on the bridge.</summary>
    public TestNamespace Lan { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("cnichain-dhcp-").FullName;

    public string Data => Path.Combine(Folder, "dhcp");

    public FakeResidentHost Resident { get; private set; } = null!;

    public DhcpPlugin Plugin { get; private set; } = null!;

    /// <summary>The leases as <c>cnichain leases</c> would read them.</summary>
    public IReadOnlyList<LeaseView> Leases => new DhcpPlugin().ReadLeases(Data);

    public static DhcpNode Create()
    {
        var node = new DhcpNode(TestNamespace.Create(), TestNamespace.Create());
        node.Host.Shell($"""
            ip link set lo up
            ip link add lan0 type bridge
            ip link set lan0 up
            ip link add srv0 type veth peer name d0 netns {node.Lan.Path}
            ip link set srv0 master lan0 up
            """);
        node.Lan.Shell($"ip link set lo up; ip addr add {ServerAddress}/24 dev d0; ip link set d0 up");
        node.Restart();
        return node;
    }

    /// <summary>Another object of the plugin, as after a restart of the host; the one before is dropped as by kill -9.</summary>
    public void Restart()
    {
        Plugin?.StopAsync(default).GetAwaiter().GetResult();
        Plugin?.Dispose();
        Plugin = new DhcpPlugin();
        Resident = new FakeResidentHost(Data);
        Plugin.StartAsync(Resident, default).GetAwaiter().GetResult();
    }

    /// <summary>A container with an interface "eth0" on the bridge, down as a plugin leaves it that asks for addresses first.</summary>
    public TestNamespace NewContainer(string id = "c1")
    {
        var container = TestNamespace.Create();
        Own(container);
        Host.Shell($"ip link add v{id} type veth peer name eth0 netns {container.Path}; ip link set v{id} master lan0 up");
        return container;
    }

    public T Own<T>(T disposable)
        where T : IDisposable
    {
        lock (_owned)
        {
            _owned.Add(disposable);
        }

        return disposable;
    }

    public Task<CniResult> AddAsync(TestNamespace container, string keys = "", string id = "c1", string args = "") =>
        Plugin.AddAsync(Call(CniVerb.Add, container, keys, id, args: args), TestContext.Current.CancellationToken);

    /// <summary>ADD, and then what the plugin that asked for the address does with it.</summary>
    public async Task<CniResult> AttachAsync(TestNamespace container, string keys = "", string id = "c1")
    {
        var result = await AddAsync(container, keys, id);
        foreach (var ip in result.Ips)
        {
            container.Exec($"ip addr add {ip.Address} dev eth0{(ip.Address.IsIPv6 ? " nodad" : "")}");
        }

        foreach (var route in result.Routes)
        {
            var via = route.Gateway is null ? "" : $" via {route.Gateway}";
            var metric = route.Priority == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" metric {route.Priority}");
            container.Exec($"ip route add {route.Destination}{via} dev eth0{metric}");
        }

        return result;
    }

    public Task DelAsync(TestNamespace? container, string id = "c1") => Plugin.DelAsync(Call(CniVerb.Del, container, "", id), default);

    public Task CheckAsync(TestNamespace container, CniResult? result, string id = "c1", string keys = "") =>
        Plugin.CheckAsync(Call(CniVerb.Check, container, keys, id, result), default);

    public CniContext Call(
        CniVerb verb, TestNamespace? container, string keys, string id = "c1", CniResult? result = null, string args = "",
        IReadOnlyList<Attachment>? valid = null) => new()
        {
            ValidAttachments = valid ?? [],
            Verb = verb,
            Config = Parse(keys),
            Attachment = verb is CniVerb.Status or CniVerb.Gc ? null : new Attachment("lan", id, "eth0"),
            NetnsPath = container?.Path,
            Netns = container?.Namespace.Handle,
            HostNetns = Host.Namespace.Handle,
            Args = CniArgs.Parse(args),
            PrevResult = result,
            Ipam = NoIpam.Instance,
            Log = Resident,
            StateDirectory = Folder,
            DataDirectory = Data,
        };

    public static NetworkConfig Parse(string keys)
    {
        var comma = keys.Length == 0 ? "" : ", ";
        using var document = System.Text.Json.JsonDocument.Parse(
            $$"""{ "cniVersion": "1.0.0", "name": "lan", "type": "bridge", "ipam": { "type": "dhcp"{{comma}}{{keys}} } }""");
        return NetworkConfig.Parse(document.RootElement.Clone());
    }

    /// <summary>The IPv4 addresses of the container's interface.</summary>
    public static IReadOnlyList<IPAddress> Addresses(TestNamespace container)
    {
        using var route = CniChain.Linux.Route.RouteSocket.Open(container.Namespace);
        var link = route.GetLink("eth0");
        return [.. route.GetAddresses(link.Index, System.Net.Sockets.AddressFamily.InterNetwork).Select(a => a.Address)];
    }

    /// <summary>The IPv6 addresses of the container's interface, without those of the link alone.</summary>
    public static IReadOnlyList<IPAddress> Addresses6(TestNamespace container)
    {
        using var route = CniChain.Linux.Route.RouteSocket.Open(container.Namespace);
        var link = route.GetLink("eth0");
        return
        [
            .. route.GetAddresses(link.Index, System.Net.Sockets.AddressFamily.InterNetworkV6).Select(a => a.Address).Where(a => !a.IsIPv6LinkLocal),
        ];
    }

    /// <summary>Gives the servers' machine IPv6, usable at once.</summary>
    public void UseIPv6(string address = ServerAddress6) => Lan.Shell($"""
        ip link set d0 down
        echo 0 > /proc/sys/net/ipv6/conf/d0/accept_dad
        ip link set d0 up
        ip addr add {address}/64 dev d0 nodad
        for i in $(seq 500); do ip addr show dev d0 scope link | grep -q fe80 && exit 0; sleep 0.02; done
        exit 1
        """);

    /// <summary>Waits for something the other side does.</summary>
    public static async Task WaitForAsync(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(90), what + " did not happen");
            await Task.Delay(50);
        }
    }

    public void Dispose()
    {
        Plugin.StopAsync(default).GetAwaiter().GetResult();
        Plugin.Dispose();
        Enumerable.Reverse(_owned).ToList().ForEach(o => o.Dispose());
        Host.Dispose();
        Lan.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    internal sealed class FakeResidentHost(string data) : IResidentHost, ICniLog
    {
        public string DataDirectory => data;

        public ICniLog Log => this;

        public TimeProvider Time => TimeProvider.System;

        public ConcurrentQueue<string> Lines { get; } = new();

        /// <summary>What the journal is said to hold, changed by the plugin.</summary>
        public ConcurrentDictionary<Attachment, CniResult> Journal { get; } = new();

        public Task<bool> UpdateResultAsync(Attachment attachment, Func<CniResult, CniResult> change, CancellationToken cancellationToken)
        {
            if (!Journal.TryGetValue(attachment, out var result))
            {
                return Task.FromResult(false);
            }

            Journal[attachment] = change(result);
            return Task.FromResult(true);
        }

        public void Info(string message) => Lines.Enqueue(message);

        public void Warn(string message) => Lines.Enqueue("warning: " + message);
    }
}
