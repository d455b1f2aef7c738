using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Chain;

/// <summary>The host is killed at a certain step of an ADD, by a plugin of the chain; the next ADD, DEL or GC makes up for it.</summary>
public sealed class CrashTests
{
    // Kills its parent, once, where /run/kill names the moment. Otherwise it is the reference's tuning or host-local.
    private const string Killer = """
        #!/bin/sh
        die() {
          [ "$CNI_COMMAND" = ADD ] && [ "$(cat /run/kill 2> /dev/null)" = "$1" ] || return 0
          rm /run/kill
          kill -9 $PPID
          exit 1
        }
        case $0 in
          */killer-ipam)
            die before-lease
            answer=$(/usr/lib/cni/host-local) || { status=$?; echo "$answer"; exit $status; }
            die after-lease
            echo "$answer" ;;
          *)
            die "${0##*/}"
            exec /usr/lib/cni/tuning ;;
        esac
        """;

    private const string Chain = """
        { "type": "bridge", "bridge": "cni0", "isDefaultGateway": true, "ipMasq": true, "macspoofchk": true,
          "ipam": { "type": "killer-ipam", "subnet": "10.88.0.0/16" } },
        { "type": "killer-behind-bridge" },
        { "type": "portmap", "capabilities": { "portMappings": true } },
        { "type": "killer-behind-portmap" }
        """;

    private const string List = $$"""
        { "cniVersion": "1.0.0", "name": "podnet", "plugins": [ { "type": "cnichain", "capabilities": { "portMappings": true }, "chain": [ {{Chain}} ] } ] }
        """;

    public static TheoryData<string, string> MomentsAndNext()
    {
        var data = new TheoryData<string, string>();
        foreach (var moment in new[] { "before-lease", "after-lease", "killer-behind-bridge", "killer-behind-portmap" })
        {
            foreach (var next in new[] { "ADD", "DEL", "GC" })
            {
                data.Add(moment, next);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(MomentsAndNext))]
    public void HostKilledDuringAdd_NextCall_LeavesNothingOfIt(string moment, string next)
    {
        using var node = NewNode();
        var runtime = new CniRuntime(node, List);
        var first = node.AddContainer();
        runtime.Add(first, Networks.Publish(8080, 80));
        runtime.Delete(first);
        var before = node.Snapshot();
        var container = node.AddContainer();
        node.WriteFile("/run/kill", moment);

        Assert.NotEqual(0, runtime.TryAdd(container, Networks.Publish(8080, 80)).Reply.ExitCode);
        Assert.False(File.Exists(node.HostPath("/run/kill")), "nobody was killed");
        switch (next)
        {
            case "ADD":
                Assert.Single(runtime.Add(container, Networks.Publish(8080, 80)).GetProperty("ips").EnumerateArray());
                runtime.Check(container);
                runtime.Delete(container);
                break;
            case "DEL":
                runtime.Delete(container);
                break;
            default:
                container.RemoveNamespace();
                node.Run(["/opt/cni/bin/cnichain", "gc", "podnet"]).Checked();
                break;
        }

        node.AssertReturnsTo(before, Attached.OnlyContainers);
    }

    private static TestNode NewNode()
    {
        var node = TestNode.Create();
        Assert.SkipUnless(File.Exists("/usr/lib/cni/tuning"), "needs containernetworking-plugins in /usr/lib/cni");
        node.WriteFile("/etc/cni/net.d/10-podnet.conflist", List);
        foreach (var name in new[] { "killer-ipam", "killer-behind-bridge", "killer-behind-portmap" })
        {
            node.WriteProgram($"/opt/cni/bin/{name}", Killer);
        }

        return node;
    }
}
