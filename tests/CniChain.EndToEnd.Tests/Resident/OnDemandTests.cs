using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>How a call comes to a host: it is there, it is started, or the call is served without.</summary>
public sealed class OnDemandTests : ResidentTests
{
    [Fact]
    public void FirstCalls_FortyAtOnce_StartOneHostThatServesThemAll()
    {
        const int Count = 40;
        var containers = Node.AddContainers(Count);
        var started = TimeProvider.System.GetTimestamp();

        Assert.All(Calls.AtOnce(containers, "ADD"), r => Assert.Equal("", r.ErrorText));

        // Who has waited for five seconds does without a host, as on a machine that is busy with something else.
        var least = TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5) ? Count : 1;
        Assert.Equal(Host.Process, Host.Status.GetProperty("pid").GetInt32());
        Assert.InRange(Host.Status.GetProperty("requests").GetInt32(), least, int.MaxValue);
    }

    [Fact]
    public void StaleSocket_OfAHostThatWasKilled_IsReplaced()
    {
        var container = Node.AddContainer();
        Assert.Equal("", Calls.Call(container, "ADD").ErrorText);
        var killed = Host.Process;
        Host.Signal(killed, "KILL");
        Host.UntilGone(killed);
        Assert.True(File.Exists(Node.HostPath(HostView.Socket)));

        Assert.Equal("", Calls.Call(container, "DEL").ErrorText);

        Assert.NotEqual(killed, Host.Process);
    }

    [Fact]
    public void SocketsFolder_CleanedByAnAdministrator_LeavesOneHostInTheEnd()
    {
        var container = Node.AddContainer();
        Assert.Equal("", Calls.Call(container, "ADD").ErrorText);
        var orphan = Host.Process;
        Node.Exec($"rm {HostView.Socket}");

        Assert.Equal("", Calls.Call(container, "DEL").ErrorText);

        Host.UntilGone(orphan);
        Assert.Equal(Host.Process, Host.Status.GetProperty("pid").GetInt32());
    }

    [Fact]
    public void HostThatHangsAtStart_IsKilledAndTheCallServedWithoutIt()
    {
        var tree = new PrivateTree(Node);
        tree.ReplaceHost($"""
            #!/bin/sh
            if [ "$1" = serve ]; then exec sleep 1000; fi
            exec {PrivateTree.Lib}/cnichaind.real "$@"
            """);
        var container = Node.AddContainer();

        Assert.Equal("", Calls.Call(container, "ADD").ErrorText);

        Assert.Empty(Host.Processes);
        Assert.Equal("", Node.Shell("grep -lx sleep /proc/[0-9]*/comm 2> /dev/null || true").Trim());
        Assert.Equal("", Calls.Call(container, "DEL").ErrorText);
    }

    [Fact]
    public void HostThatStopsAnswering_IsGoneAroundAndBeginsNothingLater()
    {
        var (first, second) = (Node.AddContainer(), Node.AddContainer());
        Assert.Equal("", Calls.Call(first, "ADD").ErrorText);
        var host = Host.Process;
        Host.Stop(host);

        Assert.Equal("", Calls.Call(second, "ADD", 20001).ErrorText);

        // It finds the request in its socket now. Had it begun, it would undo on seeing that the caller is gone, and take the network away.
        Host.Signal(host, "CONT");
        Assert.Equal(host, Host.Status.GetProperty("pid").GetInt32());
        HostView.Until(() => Host.Status.GetProperty("running").GetInt32() == 0, "nothing running");
        Assert.Equal("", Calls.Call(second, "CHECK", 20001).ErrorText);
        Assert.Equal("", Calls.Call(second, "DEL", 20001).ErrorText);
    }

    [Theory]
    [InlineData("mount -t tmpfs -o ro tmpfs /run/cnichain", "a read-only folder")]
    [InlineData("mount -t tmpfs -o nr_inodes=1 tmpfs /run/cnichain", "no room for a file")]
    [InlineData("mount -t tmpfs -o size=4k tmpfs /run/cnichain; head -c 4096 /dev/zero > /run/cnichain/filled", "no room for a byte")]
    public void StateFolder_ThatCannotBeUsed_DoesNotKeepContainersFromTheirNetwork(string mount, string what)
    {
        Node.Shell("mkdir -m 700 /run/cnichain\n" + mount);
        var containers = Node.AddContainers(2);
        for (var i = 0; i < containers.Count; i++)
        {
            var added = Calls.Call(containers[i], "ADD", 20000 + i);
            Assert.True(added.ExitCode == 0, $"{what}: {added.Output}{added.Error}");
            Assert.Contains("bytes from", containers[i].Exec($"ping -c 1 -w 30 {Networks.Gateway}"), StringComparison.Ordinal);
        }

        foreach (var container in containers)
        {
            Assert.Equal("", Calls.Call(container, "DEL").ErrorText);
        }

        Assert.Empty(Directory.GetFiles(Node.HostPath("/var/lib/cni/networks/podnet"), "10.*"));
    }

    [Fact]
    public void IdleHost_CalledJustWhenItGoes_LosesNoRequest()
    {
        var idle = new Dictionary<string, string> { ["CNICHAIN_IDLE"] = "1" };
        var status = new PluginCall { Command = "STATUS", ContainerId = null, IfName = null, Environment = idle, Config = """{ "cniVersion": "1.1.0", "name": "n", "type": "cnichain", "chain": [{ "type": "loopback" }] }""" };
        for (var round = 0; round < 12; round++)
        {
            // It looks every second whether it is idle, so it goes between one and two seconds after the last call.
            Thread.Sleep(900 + (round * 100));
            var replies = new PluginReply[4];
            Parallel.For(0, replies.Length, i => replies[i] = status.On(Node));
            Assert.All(replies, r => Assert.True(r.ExitCode == 0, r.Output + r.Error));
        }

        Assert.InRange(Host.Log.Split("stopping: idle").Length - 1, 2, 12);
    }

    [Fact]
    public void Peer_NotRoot_IsRefusedInWords()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "needs setpriv");
        Assert.Equal("", Calls.Call(Node.AddContainer(), "ADD").ErrorText);
        // As an administrator may have it, by a socket unit's SocketMode: the kernel lets the peer in, and the host must not.
        Node.Shell($"chmod 711 /run/cnichain; chmod 666 {HostView.Socket}");
        var served = Host.Status.GetProperty("requests").GetInt32();

        var result = Node.Run(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--", "/opt/cni/bin/cnichain"],
            """{ "cniVersion": "1.1.0", "name": "n", "type": "cnichain", "chain": [{ "type": "loopback" }] }""",
            new Dictionary<string, string> { ["CNI_COMMAND"] = "STATUS", ["CNI_PATH"] = "/opt/cni/bin", ["PATH"] = "/usr/bin:/bin" });

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("user 65534 may not use this host", result.Output, StringComparison.Ordinal);
        Assert.Equal(served + 1, Host.Status.GetProperty("requests").GetInt32()); // the question after it, and not the refused one
    }
}
