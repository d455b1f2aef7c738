using System.Text.Json;
using CniChain.Plugins.Bridge;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Bridge;

/// <summary>A node in a namespace of its own, and the containers a test makes on it.</summary>
internal sealed class BridgeNode : IDisposable
{
    private readonly List<TestNamespace> _containers = [];
    private readonly string _state = Directory.CreateTempSubdirectory("cnichain-bridge-").FullName;

    private BridgeNode(TestNamespace host) => Host = host;

    public TestNamespace Host { get; }

    public BridgePlugin Plugin { get; } = new();

    public ListLog Log { get; } = new();

    public static BridgeNode Create() => new(TestNamespace.Create());

    public TestNamespace NewContainer()
    {
        var container = TestNamespace.Create();
        lock (_containers)
        {
            _containers.Add(container);
        }

        return container;
    }

    /// <summary>A folder that goes with the node.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_state, Path.GetRandomFileName())).FullName;

    /// <summary>A call for one container. The configuration is whole, or the keys beyond name and type without braces.</summary>
    public CniContext Call(
        CniVerb verb,
        TestNamespace? container,
        string keys,
        IIpam ipam,
        string id = "c1",
        CniResult? prevResult = null,
        string args = "",
        string ifName = "eth0",
        string version = "1.0.0",
        Action<PendingRules>? leaveRules = null) => new()
        {
            Verb = verb,
            Config = Parse(keys, version),
            Attachment = new Attachment("testnet", id, ifName),
            NetnsPath = container?.Path,
            Netns = container?.Namespace.Handle,
            HostNetns = Host.Namespace.Handle,
            Args = CniArgs.Parse(args),
            PrevResult = prevResult,
            Ipam = ipam,
            Log = Log,
            StateDirectory = _state,
            LeaveRules = leaveRules,
        };

    public Task<CniResult> AddAsync(
        TestNamespace container, string keys, FakeIpam ipam, string id = "c1", string args = "", string version = "1.0.0") =>
        Plugin.AddAsync(Call(CniVerb.Add, container, keys, ipam, id, args: args, version: version), TestContext.Current.CancellationToken);

    public Task DelAsync(TestNamespace? container, string keys, FakeIpam ipam, CniResult? prevResult = null, string id = "c1") =>
        Plugin.DelAsync(Call(CniVerb.Del, container, keys, ipam, id, prevResult), TestContext.Current.CancellationToken);

    public Task CheckAsync(TestNamespace container, string keys, FakeIpam ipam, CniResult prevResult, string id = "c1") =>
        Plugin.CheckAsync(Call(CniVerb.Check, container, keys, ipam, id, prevResult), TestContext.Current.CancellationToken);

    public Task GcAsync(string keys, FakeIpam ipam, params Attachment[] valid) =>
        Plugin.GcAsync(
            new CniContext
            {
                Verb = CniVerb.Gc,
                Config = Parse(keys, "1.1.0"),
                HostNetns = Host.Namespace.Handle,
                ValidAttachments = valid,
                Ipam = ipam,
                Log = Log,
                StateDirectory = _state,
            },
            TestContext.Current.CancellationToken);

    /// <summary>One link of the host as <c>ip -j -d link</c> prints it.</summary>
    public JsonElement HostLink(string name) => Host.ExecJson($"ip -j -d link show dev {name}")[0];

    /// <summary>Names of the host's links, without lo.</summary>
    public IEnumerable<string> HostLinks() =>
        Host.ExecJson("ip -j link").EnumerateArray().Select(l => l.GetProperty("ifname").GetString()!).Where(n => n != "lo");

    public string Ruleset() => Host.Exec("nft list ruleset");

    public void Dispose()
    {
        _containers.ForEach(c => c.Dispose());
        Host.Dispose();
        Directory.Delete(_state, recursive: true);
    }

    public static NetworkConfig Parse(string keys, string version = "1.0.0")
    {
        var comma = keys.Length == 0 ? "" : ",";
        using var document = JsonDocument.Parse(
            keys.StartsWith('{') ? keys : $$"""{ "cniVersion": "{{version}}", "name": "testnet", "type": "bridge"{{comma}} {{keys}} }""");
        return NetworkConfig.Parse(document.RootElement.Clone());
    }
}
