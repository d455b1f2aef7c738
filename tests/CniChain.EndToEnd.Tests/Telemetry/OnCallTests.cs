using System.Text.Json;
using CniChain.EndToEnd.Tests.Resident;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Telemetry;

/// <summary>The command line's views of a node, held against what ip and nft say.</summary>
public sealed class OnCallTests : ResidentTests
{
    private const string Cnichain = "/opt/cni/bin/cnichain";
    private const int NotRunning = 3;

    [Fact]
    public void Ps_ListsAttachments_WithAndWithoutAHost()
    {
        var container = Node.AddContainer("web");
        Calls.Call(container, "ADD", 20001).Checked("ADD");
        Calls.Call(Node.AddContainer("db"), "ADD", 20002).Checked("ADD");

        Node.Exec($"{Cnichain} host stop");
        var all = Node.ExecJson($"{Cnichain} ps --json");

        Assert.Equal(["db", "web"], all.EnumerateArray().Select(a => Text(a, "containerID")));
        var web = all[1];
        Assert.Equal(("podnet", "eth0", "attached"), (Text(web, "network"), Text(web, "ifname"), Text(web, "state")));
        Assert.Equal(container.ExecJson("ip -j -4 addr show dev eth0")[0].GetProperty("addr_info")[0].GetProperty("local").GetString() + "/16", web.GetProperty("addresses")[0].GetString());
        Assert.Equal(("20001", "80", "tcp"), (Text(web.GetProperty("ports")[0], "hostPort"), Text(web.GetProperty("ports")[0], "containerPort"), Text(web.GetProperty("ports")[0], "protocol")));
        Assert.Contains("20001→80/tcp", Node.Exec($"{Cnichain} ps podnet"), StringComparison.Ordinal);
        Assert.Equal("[]", Node.Exec($"{Cnichain} ps other --json").Trim());

        container.RemoveNamespace();
        Assert.Equal("gone", Text(Node.ExecJson($"{Cnichain} ps --json")[1], "state"));
    }

    [Fact]
    public void Show_AgreesWithIpAndNft()
    {
        var container = Node.AddContainer("web");
        Calls.Call(container, "ADD", 20001).Checked("ADD");

        var shown = Node.ExecJson($"{Cnichain} show web --json")[0];

        var inside = container.ExecJson("ip -j -d addr show dev eth0")[0];
        var end = Node.ExecJson("ip -j -d addr show")
            .EnumerateArray().Single(l => l.GetProperty("ifindex").GetInt32() == inside.GetProperty("link_index").GetInt32());
        var bridge = Node.ExecJson("ip -j -d addr show dev cni0")[0];
        AssertInterface(inside, shown.GetProperty("interface"));
        AssertInterface(end, shown.GetProperty("peer"));
        AssertInterface(bridge, shown.GetProperty("bridge"));
        Assert.Equal("cni0", Text(end, "master"));
        var elements = shown.GetProperty("nftables").EnumerateArray().Select(e => $"{Text(e, "key")} : {Text(e, "data")}").ToList();
        Assert.Contains("tcp . 20001 : 10.88.0.2 . 80", elements);
        var ruleset = Node.Exec("nft list ruleset");
        Assert.Contains("tcp . 20001 comment \"podnet/web/eth0\" : 10.88.0.2 . 80", ruleset, StringComparison.Ordinal);
        Assert.Equal(ruleset.Split("\"podnet/web/eth0\"").Length - 1, elements.Count);
        Assert.Equal(0, shown.GetProperty("differences").GetArrayLength());
        var picture = Node.Exec($"{Cnichain} show web");
        foreach (var name in (string[])["/run/netns/web", "eth0", Text(end, "ifname"), "cni0", "10.88.0.2/16", "10.88.0.1/16", "default via 10.88.0.1"])
        {
            Assert.Contains(name, picture, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Show_OfWhatSomebodyBroke_SaysSo()
    {
        var container = Node.AddContainer("web");
        Calls.Call(container, "ADD", 20001).Checked("ADD");

        container.Exec("ip addr flush dev eth0");
        Assert.Contains("eth0 does not have 10.88.0.2/16 any more", Differences("web"));

        container.Exec("ip link del eth0");
        Assert.Contains("eth0 is not in /run/netns/web", Differences("web"));

        var (exit, _, error) = Node.TryExec($"{Cnichain} show nobody");
        Assert.Equal(1, exit);
        Assert.Contains("cnichain ps", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfWhatARuntimeAttached_NamesTheIdItWants()
    {
        Calls.Call(Node.AddContainer("web"), "ADD", 20001).Checked("ADD");
        Node.WriteFile("/etc/cni/net.d/10-podnet.conflist", Networks.For(PluginSet.CniChain));

        var (exit, _, error) = Node.TryExec($"{Cnichain} check podnet web");
        Assert.Equal(1, exit);
        Assert.Contains("is podnet/web/eth0: give --id web", error, StringComparison.Ordinal);
        Node.Exec($"{Cnichain} check podnet web --id web -p 20001:80");
    }

    [Fact]
    public void TraceAndTop_TellOfTheHostsOperations()
    {
        var (exit, output, _) = Node.TryExec($"{Cnichain} trace");
        Assert.Equal((NotRunning, ""), (exit, output));
        var one = Node.AddContainer("one");
        Calls.Call(one, "ADD", 20001).Checked("ADD");
        Assert.NotNull(Calls.Call(Node.AddContainer("two"), "ADD", 20001).ErrorCode);
        Calls.Call(one, "DEL", 20001).Checked("DEL");

        var operations = Node.ExecJson($"{Cnichain} trace -n 10 --json");
        Assert.Equal(["DEL one", "ADD two", "ADD one"], operations.EnumerateArray().Select(o => $"{Text(o, "verb")} {Text(o, "containerID")}"));
        Assert.Contains("tcp/20001", Text(operations[1], "error"), StringComparison.Ordinal);
        var failed = Node.Exec($"{Cnichain} trace --failed --details");
        Assert.Contains("portmap ADD", failed, StringComparison.Ordinal);
        Assert.Contains("· newlink veth", failed, StringComparison.Ordinal);
        Assert.DoesNotContain("DEL podnet one", failed, StringComparison.Ordinal);

        var figures = Node.ExecJson($"{Cnichain} top --json");
        var adds = figures.GetProperty("operations").EnumerateArray().Single(o => Text(o, "verb") == "ADD");
        Assert.Equal((2, 1), (adds.GetProperty("count").GetInt32(), adds.GetProperty("errors").GetInt32()));
        Assert.Contains(figures.GetProperty("steps").EnumerateArray(), s => Text(s, "name") == "host-local ADD");
        Assert.Contains("host-local ADD", Node.Exec($"{Cnichain} top"), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_ChooseTheSameInEveryView()
    {
        var web = Node.AddContainer("web");
        (Calls.Prepared(web, "ADD", 20001) with { Args = "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web-1" }).On(Node).Checked("ADD");
        Calls.Call(Node.AddContainer("db"), "ADD", 20002).Checked("ADD");
        Calls.Call(web, "DEL", 20001).Checked("DEL");
        Calls.Call(web, "ADD", 20001).Checked("ADD");

        Assert.Equal(["DEL web"], Operations("trace --verb del"));
        Assert.Equal(["ADD db"], Operations("trace --verb ADD --container d"));
        Assert.Equal(["ADD web"], Operations("trace --container default/web-1"));
        Assert.Equal([], Operations("trace --network other"));
        Assert.Equal(["ADD"], Figures("top --network podnet --verb ADD", "operations", "verb"));
        Assert.DoesNotContain("host-local DEL", Figures("top --verb ADD", "steps", "name"));
        Assert.Contains("host-local DEL", Figures("top --verb DEL", "steps", "name"));
        Assert.Equal([], Figures("top --failed", "operations", "verb"));
        Assert.Equal(["db"], Node.ExecJson($"{Cnichain} ps --network podnet --container d --json").EnumerateArray().Select(a => Text(a, "containerID")));

        Assert.Contains("CHECK", Suggest("cnichain trace --verb "));
        Assert.Contains("podnet", Suggest("cnichain top --network "));
        Assert.Contains("db", Suggest("cnichain ps --container "));

        string[] Operations(string view) =>
            [.. Node.ExecJson($"{Cnichain} {view} --json").EnumerateArray().Select(o => $"{Text(o, "verb")} {Text(o, "containerID")}")];

        string[] Figures(string view, string list, string key) =>
            [.. Node.ExecJson($"{Cnichain} {view} --json").GetProperty(list).EnumerateArray().Select(f => Text(f, key))];
    }

    [Fact]
    public void Completion_KnowsContainersAndNetworks()
    {
        Calls.Call(Node.AddContainer("web"), "ADD", 20001).Checked("ADD");

        Assert.Contains("web", Suggest("cnichain show "));
        Assert.Contains("podnet", Suggest("cnichain ps "));
        Assert.Contains("web", Suggest("cnichain trace --container "));
    }

    private string[] Suggest(string line) =>
        Node.Run([Cnichain, $"[suggest:{line.Length}]", line]).Checked().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private string[] Differences(string container) =>
        [.. Node.ExecJson($"{Cnichain} show {container} --json")[0].GetProperty("differences").EnumerateArray().Select(d => d.GetString()!)];

    private static void AssertInterface(JsonElement ip, JsonElement shown)
    {
        Assert.Equal(
            (Text(ip, "ifname"), ip.GetProperty("ifindex").GetInt32(), ip.GetProperty("mtu").GetInt32(), Text(ip, "address")),
            (Text(shown, "name"), shown.GetProperty("index").GetInt32(), shown.GetProperty("mtu").GetInt32(), Text(shown, "mac")));
        Assert.Equal(
            ip.GetProperty("addr_info").EnumerateArray().Select(a => $"{Text(a, "local")}/{a.GetProperty("prefixlen")}").Order(StringComparer.Ordinal),
            shown.GetProperty("addresses").EnumerateArray().Select(a => a.GetString()!).Order(StringComparer.Ordinal));
    }

    private static string Text(JsonElement json, string key) => json.GetProperty(key).GetString() ?? "";
}
