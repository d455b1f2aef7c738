using System.Text.Json;
using CniChain.Plugins.Macvlan;
using CniChain.Plugins.Tests.Bridge;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Macvlan;

/// <summary>A node whose link "up0" (10.9.0.1) leads to a machine outside (10.9.0.2), and the containers a test makes on it.</summary>
internal sealed class MacvlanNode : IDisposable
{
    private readonly List<TestNamespace> _containers = [];
    private readonly string _state = Directory.CreateTempSubdirectory("cnichain-macvlan-").FullName;

    private MacvlanNode()
    {
        Outside = NewContainer();
        Host.Exec($"ip link add up0 type veth peer name e0 netns {Outside.Path}");
        Outside.Shell("ip addr add 10.9.0.2/24 dev e0; ip addr add fd09::2/64 dev e0 nodad; ip link set e0 up");
        Host.Shell("ip addr add 10.9.0.1/24 dev up0; ip link set up0 up; ip route add default via 10.9.0.2");
    }

    public TestNamespace Host { get; } = TestNamespace.Create();

    public TestNamespace Outside { get; }

    /// <summary>Apart from every other test's, since GC looks through the whole machine.</summary>
    public string Network { get; } = $"net{Guid.NewGuid():N}"[..12];

    public MacvlanPlugin Plugin { get; } = new();

    public ListLog Log { get; } = new();

    public static MacvlanNode Create() => new();

    public TestNamespace NewContainer()
    {
        var container = TestNamespace.Create();
        _containers.Add(container);
        return container;
    }

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_state, Path.GetRandomFileName())).FullName;

    /// <summary>A call for one container. The configuration is whole, or the keys beyond name and type without braces.</summary>
    public CniContext Call(
        CniVerb verb, TestNamespace? container, string keys, IIpam ipam, CniResult? prevResult = null, string args = "", string version = "1.0.0") => new()
        {
            Verb = verb,
            Config = Parse(keys, version),
            Attachment = verb is CniVerb.Gc or CniVerb.Status ? null : new Attachment(Network, "c1", "eth0"),
            NetnsPath = container?.Path,
            Netns = container?.Namespace.Handle,
            HostNetns = Host.Namespace.Handle,
            Args = CniArgs.Parse(args),
            PrevResult = prevResult,
            Ipam = ipam,
            Log = Log,
            StateDirectory = _state,
        };

    public Task<CniResult> AddAsync(TestNamespace container, string keys, IIpam ipam, string args = "", string version = "1.0.0") =>
        Plugin.AddAsync(Call(CniVerb.Add, container, keys, ipam, args: args, version: version), TestContext.Current.CancellationToken);

    public Task DelAsync(TestNamespace? container, string keys, IIpam ipam, CniResult? prevResult = null) =>
        Plugin.DelAsync(Call(CniVerb.Del, container, keys, ipam, prevResult), TestContext.Current.CancellationToken);

    public Task CheckAsync(TestNamespace container, string keys, IIpam ipam, CniResult prevResult) =>
        Plugin.CheckAsync(Call(CniVerb.Check, container, keys, ipam, prevResult), TestContext.Current.CancellationToken);

    public Task StatusAsync(string keys, IIpam ipam) =>
        Plugin.StatusAsync(Call(CniVerb.Status, null, keys, ipam, version: "1.1.0"), TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _containers.ForEach(c => c.Dispose());
        Host.Dispose();
        Directory.Delete(_state, recursive: true);
    }

    /// <summary>The interface as <c>ip -j -d link</c> prints it.</summary>
    public static JsonElement Eth0(TestNamespace container) => container.ExecJson("ip -j -d link show dev eth0")[0];

    public static string Links(TestNamespace container) => string.Join(
        ',',
        container.ExecJson("ip -j link").EnumerateArray().Select(l => l.GetProperty("ifname").GetString()).Where(n => n != "lo"));

    private NetworkConfig Parse(string keys, string version)
    {
        var comma = keys.Length == 0 ? "" : ",";
        return NetworkConfig.Parse(JsonElement.Parse(
            keys.StartsWith('{') ? keys : $$"""{ "cniVersion": "{{version}}", "name": "{{Network}}", "type": "macvlan"{{comma}} {{keys}} }"""));
    }
}
