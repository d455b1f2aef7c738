using System.Text.Json.Nodes;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>What reaches the caller, and what is too much to be asked.</summary>
public sealed class CallerTests : ResidentTests
{
    private const int IoFailure = 5;
    private const int FourMegabytes = 4 * 1024 * 1024;

    [Fact]
    public void Stderr_OfAnExecutedPlugin_IsTheCallersStderr()
    {
        Node.WriteProgram("/opt/cni/bin/talker", "#!/bin/sh\ncat > /dev/null; echo 'a word on the side' >&2\n");

        var reply = Status(new JsonObject { ["type"] = "talker" }, new string('x', 10));

        Assert.Equal("", reply.ErrorText);
        Assert.Contains("a word on the side", reply.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("a word on the side", Host.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FourMegabytes - 8192)]
    [InlineData(FourMegabytes - 200)] // Fits stdin's limit and, with the environment, no frame: the foreground serves it.
    public void Configuration_OfAlmostFourMegabytes_IsServed(int bytes) =>
        Assert.Equal("", Status(new JsonObject { ["type"] = "loopback" }, new string('x', bytes - 200)).ErrorText);

    [Fact]
    public void Configuration_OverFourMegabytes_IsRefusedInWords()
    {
        var reply = Status(new JsonObject { ["type"] = "loopback" }, new string('x', FourMegabytes));

        Assert.Equal(IoFailure, reply.ErrorCode);
        Assert.Contains("longer than 4 MiB", reply.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("on")]
    [InlineData("off")]
    public void Add_WhoseResultNobodyReads_IsUndone(string host)
    {
        var container = Node.AddContainer("c1");
        Calls.Call(Node.AddContainer("c2"), "ADD", 20002).Checked("ADD"); // The bridge and the rules, which stay.
        var before = Node.Snapshot();

        Calls.AddForNobody(container, 20001, host);

        Node.AssertReturnsTo(before, static node => node.Without("last_reserved_ip"));
        if (host == "on")
        {
            HostView.Until(() => Host.Log.Contains("ADD podnet/c1/eth0 reached nobody, so it is undone", StringComparison.Ordinal), "said in the log");
        }
    }

    [Fact]
    public void Add_WhoseCallerIsKilledAtAnyMoment_StaysOnlyWhereItWasTold()
    {
        Calls.Call(Node.AddContainer("first"), "ADD", 19999).Checked("ADD"); // The host runs.
        var containers = Node.AddContainers(60);
        for (var i = 0; i < containers.Count; i++)
        {
            Node.WriteFile($"/run/calls/{containers[i].Id}.json", Calls.Prepared(containers[i], "ADD", 20000 + i).Config);
        }

        // From before it has begun to after it has ended, half a millisecond apart.
        Node.Shell($$"""
            n=0
            for id in {{string.Join(' ', containers.Select(c => c.Id))}}; do
              n=$((n + 1))
              {{Calls.EnvironmentOf("$id")}} /opt/cni/bin/cnichain < /run/calls/$id.json > /run/calls/$id.out 2> /dev/null &
              case $((n % 20)) in
                0) ;;
                19) wait $! ;;
                *) sleep $(awk "BEGIN { print ($n % 20) / 2000 }") ;;
              esac
              kill -9 $! 2> /dev/null || :
              wait $! 2> /dev/null || :
            done
            """);

        HostView.Until(() => Attached().IsSubsetOf(Told()), "what is attached told to somebody");
        Thread.Sleep(300); // Nothing more is taken back once the host has looked.
        Assert.Subset(Told(), Attached());
        Assert.True(Attached().Count is > 0 and < 60, $"{Attached().Count} of 60 were attached: the moments were not met");

        HashSet<string> Attached() => [.. Node.ExecJson("/opt/cni/bin/cnichain ps --json").EnumerateArray().Select(a => a.GetProperty("containerID").GetString()!).Where(id => id != "first")];
        HashSet<string> Told() => [.. containers.Select(c => c.Id).Where(id => Result(id).TrimEnd().EndsWith('}'))];

        string Result(string id) => Node.HostPath($"/run/calls/{id}.out") is var file && File.Exists(file) ? File.ReadAllText(file) : "";
    }

    private PluginReply Status(JsonObject plugin, string filling)
    {
        var config = new JsonObject { ["cniVersion"] = "1.1.0", ["name"] = "n", ["type"] = "cnichain", ["chain"] = new JsonArray(plugin), ["filling"] = filling };
        return new PluginCall { Command = "STATUS", IfName = null, Config = config.ToJsonString() }.On(Node);
    }
}
