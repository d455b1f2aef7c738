using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>Two nodes alike but for their plugins, used for one configuration after the other.</summary>
internal sealed class NodePair : IDisposable
{
    // What a configuration may leave: a bridge always, and of the reference's also rules, and route_localnet where its port mappings led.
    // Forwarding off, to see who turns it on; no duplicate address detection on the bridge, or each look at the node would have to wait.
    private const string CleanUp = """
        for link in $(ip -br link | cut -d' ' -f1 | cut -d@ -f1); do
          case $link in lo | up0) ;; *) ip link del $link 2> /dev/null || true ;; esac
        done
        nft flush ruleset
        rm -rf /var/lib/cni /run/cni /etc/cni
        echo 0 > /proc/sys/net/ipv4/ip_forward
        echo 0 > /proc/sys/net/ipv4/conf/up0/route_localnet
        echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad
        echo 0 > /proc/sys/net/ipv6/conf/all/forwarding
        """;

    private NodePair(TestNode reference, TestNode ours)
    {
        Reference = reference;
        Ours = ours;
    }

    public TestNode Reference { get; }

    public TestNode Ours { get; }

    public static NodePair Create()
    {
        var reference = TestNode.Create(PluginSet.Reference);
        try
        {
            return new NodePair(reference, TestNode.Create());
        }
        catch
        {
            reference.Dispose();
            throw;
        }
    }

    /// <summary>Does the same on both at a time.</summary>
    public (T Reference, T Ours) Both<T>(Func<TestNode, PluginSet, T> act)
    {
        var ours = Task.Run(() => act(Ours, PluginSet.CniChain));
        var reference = act(Reference, PluginSet.Reference);
        return (reference, ours.GetAwaiter().GetResult());
    }

    /// <summary>Makes both ready for the next configuration.</summary>
    public void Prepare(string setup) => Both((node, _) => node.Shell(CleanUp + "\n" + setup));

    public void Dispose()
    {
        Ours.Dispose();
        Reference.Dispose();
    }
}
