using System.Text.Json;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Planning;

/// <summary><c>cnichain plan</c>: changes nothing, and says what an add then does, no object more and none less.</summary>
public sealed class PlanTests
{
    private const string Portmap = """{ "type": "portmap", "capabilities": { "portMappings": true } }""";

    private const string DualStack = """
        { "type": "bridge", "isGateway": true, "ipMasq": true, "macspoofchk": true,
          "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }], [{ "subnet": "fd88::/64" }]],
            "routes": [{ "dst": "0.0.0.0/0" }, { "dst": "::/0" }, { "dst": "192.0.2.0/24", "gw": "10.88.0.77" }] } }
        """;

    private const string Static = """
        { "type": "bridge", "bridge": "other0", "isDefaultGateway": true, "ipam": { "type": "static", "addresses": [{ "address": "10.97.0.5/24" }] } }
        """;

    private const string Macvlan = """
        { "type": "macvlan", "master": "up0", "ipam": { "type": "host-local", "ranges": [[{ "subnet": "172.31.77.0/24", "rangeStart": "172.31.77.50" }]] } }
        """;

    [Theory]
    [InlineData(DualStack, true)]
    [InlineData(Static, true)]
    [InlineData(Macvlan, false)]
    public void Plan_ThenAdd_MakesWhatWasPlanned(string interfacePlugin, bool publishes)
    {
        using var node = TestNode.Create();
        var file = Write(node, publishes ? $"{interfacePlugin}, {Portmap}" : interfacePlugin);
        var containers = node.AddContainers(2);
        var arguments = publishes ? " -p 8080:80" : "";

        // Onto an empty node, and beside a container that is there: then tables, chains and bridge are used.
        AssertPlanned(node, containers[0], file, arguments);
        if (!interfacePlugin.Contains("static", StringComparison.Ordinal))
        {
            AssertPlanned(node, containers[1], file, publishes ? " -p 8081:80" : "");
        }
    }

    [Fact]
    public void Plan_NoContainer_SaysWhatAnEmptyOneWouldGet()
    {
        using var node = TestNode.Create();
        var file = Write(node, $"{DualStack}, {Portmap}");
        var before = node.Snapshot();

        var text = node.Exec($"/opt/cni/bin/cnichain plan {file} -p 8080:80 --ip 10.88.3.4");

        Assert.Contains("  + host link cni0  type bridge", text, StringComparison.Ordinal);
        Assert.Contains("  + container address 10.88.3.4/16 dev eth0", text, StringComparison.Ordinal);
        Assert.Contains("  + host nft element inet cnichain_ports ports4 tcp . 8080 : 10.88.3.4 . 80", text, StringComparison.Ordinal);
        Assert.Contains("  + host file /var/lib/cni/networks/podnet/10.88.3.4", text, StringComparison.Ordinal);
        Assert.Equal("", node.Snapshot().DifferenceFrom(before));
    }

    [Fact]
    public void Plan_WhatAddWouldRefuse_IsRefused()
    {
        using var node = TestNode.Create();
        var file = Write(node, $"{DualStack}, {Portmap}");
        var containers = node.AddContainers(2);
        node.Exec($"/opt/cni/bin/cnichain add podnet {containers[0].NetnsPath} -p 8080:80 --ip 10.88.3.4");
        var before = node.Snapshot();

        var taken = node.TryExec($"/opt/cni/bin/cnichain plan {file} {containers[1].NetnsPath} -p 8080:80");
        var again = node.TryExec($"/opt/cni/bin/cnichain plan {file} {containers[0].NetnsPath}");
        var held = node.TryExec($"/opt/cni/bin/cnichain plan {file} --ip 10.88.3.4");

        Assert.Equal((1, 1, 1), (taken.ExitCode, again.ExitCode, held.ExitCode));
        Assert.Contains("8080", taken.Error, StringComparison.Ordinal);
        Assert.Contains("the container has an interface of that name", again.Error, StringComparison.Ordinal);
        Assert.Contains("10.88.3.4 is held by", held.Error, StringComparison.Ordinal);
        Assert.Equal("", node.Snapshot().DifferenceFrom(before));
    }

    [Fact]
    public void Plan_ExecutedPlugin_IsNamedAsNotPlanned()
    {
        Assert.SkipUnless(File.Exists("/usr/lib/cni/tuning"), "needs /usr/lib/cni/tuning (Debian: containernetworking-plugins)");
        using var node = TestNode.Create();
        var file = Write(node, $$"""{{DualStack}}, { "type": "tuning", "mtu": 1400 }, {{Portmap}}""");

        var plan = node.ExecJson($"/opt/cni/bin/cnichain plan {file} -p 8080:80 --json");

        Assert.Equal(
            ["host-local True", "bridge True", "tuning False", "portmap True"],
            plan.GetProperty("steps").EnumerateArray().Select(s => $"{s.GetProperty("type").GetString()} {s.GetProperty("planned").GetBoolean()}"));
    }

    [Theory]
    [InlineData("""{ "type": "bridge", "isGateway": true, "ipMasq": true, "ipam": { "type": "dhcp", "timeout": 5 } }""", "cni0")]
    [InlineData("""{ "type": "macvlan", "master": "up0", "ipam": { "type": "dhcp", "timeout": 5 } }""", "up0")]
    public void Plan_WithDhcp_SaysWhereALeaseWouldBeAskedFor_AndMakesNothingToAskBy(string interfacePlugin, string network)
    {
        using var node = TestNode.Create();
        var file = Write(node, $"{interfacePlugin}, {Portmap}");
        var before = node.Snapshot();

        var text = node.Exec($"/opt/cni/bin/cnichain plan {file} -p 8080:80");
        var plan = node.ExecJson($"/opt/cni/bin/cnichain plan {file} -p 8080:80 --json");

        Assert.Contains($"  + container request DHCP lease for eth0  from a server on the network of {network}, for 5 s", text, StringComparison.Ordinal);
        Assert.Matches(@"  \+ host file /var/lib/cnichain/dhcp/podnet@.*@eth0.lease", text);
        Assert.Contains("  + container address * dev eth0", text, StringComparison.Ordinal);
        Assert.Contains("  + host nft element inet cnichain_ports ports4 tcp . 8080 : * . 80", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0.0.0.0", text, StringComparison.Ordinal);
        Assert.Equal("*", plan.GetProperty("result").GetProperty("ips")[0].GetProperty("address").GetString());
        Assert.Equal("", node.Snapshot().DifferenceFrom(before));
        Assert.False(File.Exists(node.HostPath("/var/lib/cnichain/dhcp")));
    }

    [Theory]
    [InlineData("""{ "type": "bridge", "ipMasq": true, "ipam": { "type": "dhcp", "family": "dual", "routes": [ { "dst": "::/0", "gw": "fe80::1" } ] } }""")]
    [InlineData("""{ "type": "macvlan", "master": "up0", "ipam": { "type": "dhcp", "family": "dual", "routes": [ { "dst": "::/0", "gw": "fe80::1" } ] } }""")]
    public void Plan_WithDhcpOfBothFamilies_AsksForBothAndKnowsNeitherAddress(string interfacePlugin)
    {
        using var node = TestNode.Create();
        var file = Write(node, $"{interfacePlugin}, {Portmap}");

        var text = node.Exec($"/opt/cni/bin/cnichain plan {file} -p 8080:80");
        var plan = node.ExecJson($"/opt/cni/bin/cnichain plan {file} -p 8080:80 --json");

        Assert.Contains("  + container request DHCP lease for eth0 ", text, StringComparison.Ordinal);
        Assert.Contains("  + container request DHCPv6 lease for eth0 ", text, StringComparison.Ordinal);
        Assert.Matches(@"  \+ host file /var/lib/cnichain/dhcp/podnet@.*@eth0@6.lease", text);
        Assert.Contains("ports6 tcp . 8080 : * . 80", text, StringComparison.Ordinal);
        Assert.Contains("route default via fe80::1", text, StringComparison.Ordinal);
        Assert.Equal(["*", "*"], plan.GetProperty("result").GetProperty("ips").EnumerateArray().Select(ip => ip.GetProperty("address").GetString()!));
        Assert.DoesNotContain("0.0.0.0", text, StringComparison.Ordinal);
        Assert.DoesNotContain("::/128", text, StringComparison.Ordinal);
    }

    private static void AssertPlanned(TestNode node, TestContainer container, string file, string arguments)
    {
        var snapshot = node.Snapshot();
        var before = AttachmentState.Read(node, container);

        var plan = node.ExecJson($"/opt/cni/bin/cnichain plan {file} {container.NetnsPath}{arguments} --json");

        Assert.Equal("", node.Snapshot().DifferenceFrom(snapshot));
        Assert.Equal(before.Objects.Order(StringComparer.Ordinal), AttachmentState.Read(node, container).Objects.Order(StringComparer.Ordinal));
        node.Exec($"/opt/cni/bin/cnichain add podnet {container.NetnsPath}{arguments}");
        var after = AttachmentState.Read(node, container);

        // One host's end looks like another, so a second one is no new name.
        var made = after.Objects.Except(before.Objects).Append("host link veth*").Where(o => !IsNumbered(o)).Distinct();
        var planned = Objects(plan).Where(o => o.Action == "create" && o.Kind is not ("nft element" or "sysctl")).Select(o => $"{o.Where} {o.Kind} {o.Name}");
        Assert.Equal(
            made.Order(StringComparer.Ordinal),
            planned.Append("host link veth*").Distinct().Order(StringComparer.Ordinal));
        AssertElements(plan, before, after);
        AssertSettings(node, container, plan);
    }

    /// <summary>A set's elements are counted: their keys are written in more than one way.</summary>
    private static void AssertElements(JsonElement plan, AttachmentState before, AttachmentState after)
    {
        var planned = Objects(plan).Where(o => o.Kind == "nft element" && o.Action == "create")
            .GroupBy(o => string.Join(' ', o.Name.Split(' ').Take(3)))
            .Select(g => $"{g.Key} {g.Count()}");
        var made = after.Objects.Except(before.Objects).Where(IsNumbered)
            .GroupBy(o => string.Join(' ', o.Split(' ').Skip(3).Take(3)))
            .Select(g => $"{g.Key} {g.Count()}");
        Assert.Equal(made.Order(StringComparer.Ordinal), planned.Order(StringComparer.Ordinal));
    }

    private static void AssertSettings(TestNode node, TestContainer container, JsonElement plan)
    {
        foreach (var setting in Objects(plan).Where(o => o.Kind == "sysctl"))
        {
            CommandPlace place = setting.Where == "host" ? node : container;
            Assert.Equal($"{setting.Name} = {setting.Detail}", place.Exec($"sysctl {setting.Name}").Trim());
        }
    }

    private static bool IsNumbered(string o) => o.Contains(" nft element ", StringComparison.Ordinal);

    private static IEnumerable<(string Where, string Kind, string Name, string Action, string Detail)> Objects(JsonElement plan) =>
        plan.GetProperty("steps").EnumerateArray().SelectMany(s => s.GetProperty("objects").EnumerateArray()).Select(o => (
            o.GetProperty("where").GetString()!,
            o.GetProperty("kind").GetString()!,
            o.GetProperty("name").GetString()!,
            o.GetProperty("action").GetString()!,
            o.GetProperty("detail").GetString()!));

    private static string Write(TestNode node, string chain)
    {
        const string File = "/etc/cni/net.d/10-podnet.conflist";
        node.WriteFile(File, $$"""
            { "cniVersion": "1.0.0", "name": "podnet", "plugins": [
              { "type": "cnichain", "capabilities": { "portMappings": true, "ips": true }, "chain": [ {{chain.Replace("\"ipam\"", "\"capabilities\": { \"ips\": true }, \"ipam\"", StringComparison.Ordinal)}} ] } ] }
            """);
        return File;
    }
}
