using CniChain.Linux;

namespace CniChain.Testing;

/// <summary>A container to be attached: a network namespace on a node, as a runtime makes one before it calls a plugin.</summary>
public sealed class TestContainer : CommandPlace, IDisposable
{
    private readonly TestNode _node;
    private NetworkNamespace? _namespace;

    internal TestContainer(TestNode node, string id)
    {
        _node = node;
        Id = id;
    }

    /// <summary>CNI_CONTAINERID.</summary>
    public string Id { get; }

    /// <summary>CNI_NETNS: a path that holds on the node.</summary>
    public string NetnsPath => $"/run/netns/{Id}";

    /// <summary>The namespace itself, kept open until the container is disposed of.</summary>
    public NetworkNamespace Namespace => _namespace ??= NetworkNamespace.OpenPath(_node.HostPath(NetnsPath));

    protected override IReadOnlyList<string> Entry => _node.EntryWith($"--net={_node.HostPath(NetnsPath)}");

    /// <summary>Takes the namespace away, as a runtime does after DEL, and a crash before it.</summary>
    public void RemoveNamespace()
    {
        Dispose();
        _node.Exec($"ip netns del {Id}");
    }

    public void Dispose()
    {
        _namespace?.Dispose();
        _namespace = null;
    }
}
