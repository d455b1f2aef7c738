using CniChain.Plugins.Tests.Bridge;
using CniChain.Testing;
using FakeIpam = CniChain.Plugins.Tests.Bridge.FakeIpam;

namespace CniChain.Plugins.Tests.Examples;

/// <summary>Calls of a chained plugin on a container that a bridge network has attached.</summary>
internal sealed class ExampleCall : IDisposable
{
    private readonly string _type;

    private ExampleCall(string type, BridgeNode node, TestNamespace container, CniResult result)
    {
        _type = type;
        Node = node;
        Container = container;
        Result = result;
    }

    public BridgeNode Node { get; }

    public TestNamespace Container { get; }

    /// <summary>What the bridge plugin returned.</summary>
    public CniResult Result { get; }

    public static async Task<ExampleCall> AttachAsync(string type, params string[] addresses)
    {
        var node = BridgeNode.Create();
        try
        {
            var container = node.NewContainer();
            var ipam = FakeIpam.Giving(addresses.Length > 0 ? addresses : ["10.88.0.2/24"]);
            return new ExampleCall(type, node, container, await node.AddAsync(container, "\"isGateway\": true", ipam));
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>A call with these keys beside name and type.</summary>
    public CniContext Of(CniVerb verb, string keys, string args = "", bool hasNetns = true, IReadOnlyList<Attachment>? valid = null)
    {
        var config = $$"""{ "cniVersion": "1.1.0", "name": "testnet", "type": "{{_type}}"{{(keys.Length > 0 ? ", " : "")}}{{keys}} }""";
        var call = Node.Call(verb, hasNetns ? Container : null, config, FakeIpam.None(), prevResult: hasNetns ? Result : null, args: args);
        var isAttachment = verb is CniVerb.Add or CniVerb.Del or CniVerb.Check;
        return isAttachment ? call : new CniContext
        {
            Verb = verb,
            Config = call.Config,
            HostNetns = call.HostNetns,
            ValidAttachments = valid ?? [],
            Ipam = call.Ipam,
            Log = call.Log,
            StateDirectory = call.StateDirectory,
        };
    }

    public void Dispose() => Node.Dispose();
}
