using CniChain.Plugins.Portmap.Planning;
using static CniChain.Plugins.Tests.Portmap.PortmapText;

namespace CniChain.Plugins.Tests.Portmap;

public sealed class PortPlannerTests
{
    private static readonly Attachment s_attachment = new("podnet", "c1", "eth0");

    [Fact]
    public void Plan_DualStack_HasOneElementAFamilyAndTheTargets()
    {
        var plan = Plan(Mappings("""{"hostPort":8080,"containerPort":80}"""), "10.88.0.5/16", "fd00:88::5/64");
        Assert.Equal(
            [
                "ports4 tcp . 8080 : 10.88.0.5 . 80",
                "ports6 tcp . 8080 : fd00:88::5 . 80",
                "targets4 10.88.0.5 : goto within-10.88.0.0/16",
                "targets6 fd00:88::5 : goto within-fd00-88--/64",
            ],
            Describe(plan));
        Assert.All(plan.Elements, e => Assert.Equal("podnet/c1/eth0", e.Element.Comment));
        Assert.Equal("10.88.0.5", plan.LocalhostTarget?.ToString());
    }

    [Fact]
    public void Plan_HostIp_GoesIntoTheMapOfItsFamilyAlone()
    {
        var plan = Plan(
            Mappings("""{"hostPort":53,"containerPort":5353,"protocol":"udp","hostIP":"192.0.2.1"}"""), "10.88.0.5/16", "fd00:88::5/64");
        Assert.Equal(
            ["hostports4 192.0.2.1 . udp . 53 : 10.88.0.5 . 5353", "targets4 10.88.0.5 : goto within-10.88.0.0/16"], Describe(plan));
    }

    [Theory]
    [InlineData("\"snat\": false", "goto unchanged")]
    [InlineData("\"snat\": false, \"masqAll\": true", "goto unchanged")]
    [InlineData("\"masqAll\": true", "goto from-anywhere")]
    [InlineData("\"markMasqBit\": 13", "goto within-10.88.0.0/16-mark-0x2000")]
    [InlineData("\"markMasqBit\": 31", "goto within-10.88.0.0/16-mark-0x80000000")]
    [InlineData("\"masqAll\": true, \"markMasqBit\": 1", "goto from-anywhere")]
    public void Plan_SourceNatKeys_DecideWhereTheTargetLeads(string keys, string verdict)
    {
        var plan = Plan(keys + ", " + Mappings("""{"hostPort":8080,"containerPort":80}"""), "10.88.0.5/16");
        Assert.Equal($"targets4 10.88.0.5 : {verdict}", Describe(plan)[^1]);
        Assert.Equal(verdict == "goto unchanged", plan.LocalhostTarget is null);
        Assert.Equal(verdict, $"goto {Assert.Single(plan.SourceNats).ChainName}");
    }

    [Fact]
    public void Plan_Conditions_PutAGateInFront()
    {
        var plan = Plan(
            """  "conditionsV4": ["ip saddr != 192.0.2.0/24"],  """
                + Mappings("""{"hostPort":80,"containerPort":80},{"hostPort":81,"containerPort":81,"hostIP":"192.0.2.1"}"""),
            "10.88.0.5/16",
            "fd00:88::5/64");
        var chain = Assert.Single(plan.Conditions).ChainName;
        Assert.Equal(
            [
                "ports4 tcp . 80 : 10.88.0.5 . 80",
                $"gates4 tcp . 80 : goto {chain}",
                "ports6 tcp . 80 : fd00:88::5 . 80",
                "hostports4 192.0.2.1 . tcp . 81 : 10.88.0.5 . 81",
                $"hostgates4 192.0.2.1 . tcp . 81 : goto {chain}",
            ],
            Describe(plan)[..5]);
    }

    [Fact]
    public void Plan_FamilyTheContainerLacks_IsLeftOut()
    {
        var plan = Plan(
            Mappings("""{"hostPort":80,"containerPort":80,"hostIP":"0.0.0.0"},{"hostPort":80,"containerPort":80,"hostIP":"::"}"""),
            "fd00:88::5/64");
        Assert.Equal(["ports6 tcp . 80 : fd00:88::5 . 80", "targets6 fd00:88::5 : goto within-fd00-88--/64"], Describe(plan));
        Assert.Null(plan.LocalhostTarget);
    }

    [Fact]
    public void Plan_OnlyFamilyTheContainerLacks_IsEmpty() =>
        Assert.True(Plan(Mappings("""{"hostPort":80,"containerPort":80,"hostIP":"192.0.2.1"}"""), "fd00:88::5/64").IsEmpty);

    [Fact]
    public void Plan_NoMappings_IsEmpty()
    {
        var plan = Plan("", "10.88.0.5/16");
        Assert.True(plan.IsEmpty);
        Assert.Empty(plan.Elements);
    }

    [Fact]
    public void Plan_NoAddressAtAll_IsRefused()
    {
        var e = Assert.Throws<CniException>(() => Plan(Mappings("""{"hostPort":80,"containerPort":80}""")));
        Assert.Equal(CniErrorCode.InvalidNetworkConfig, e.Code);
        Assert.Contains("no address of eth0 in the container to forward tcp/80 to", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_SeveralInterfaces_TakesTheFirstAddressOfTheAttachments()
    {
        var result = new CniResult
        {
            Interfaces =
            [
                new CniInterface { Name = "eth0" },
                new CniInterface { Name = "eth1", Sandbox = "/run/netns/x" },
                new CniInterface { Name = "eth0", Sandbox = "/run/netns/x" },
            ],
            Ips =
            [
                new CniIp { Address = Prefix("192.0.2.1/24"), Interface = 0 },
                new CniIp { Address = Prefix("192.0.2.2/24"), Interface = 1 },
                new CniIp { Address = Prefix("192.0.2.9/24"), Interface = 7 },
                new CniIp { Address = Prefix("192.0.2.3/24"), Interface = 2 },
                new CniIp { Address = Prefix("192.0.2.4/24"), Interface = 2 },
            ],
        };
        Assert.Equal(Prefix("192.0.2.3/24"), ContainerAddresses.Find(result, "eth0").V4);
        Assert.Null(ContainerAddresses.Find(result, "eth0").V6);
    }

    [Fact]
    public void Without_ThePortsOfAFamily_DropsItsTarget()
    {
        var plan = Plan(Mappings("""{"hostPort":8080,"containerPort":80}"""), "10.88.0.5/16", "fd00:88::5/64");
        var rest = plan.Without(plan.Ports.Where(p => p.Mapping.Covers(p.Container.AddressFamily) && p.Container.ToString().Contains(':')).ToHashSet());
        Assert.Equal(["ports4 tcp . 8080 : 10.88.0.5 . 80", "targets4 10.88.0.5 : goto within-10.88.0.0/16"], Describe(rest));
    }

    private static PortPlan Plan(string keys, params string[] addresses) =>
        PortPlanner.Plan(Read(keys), Result(addresses), s_attachment);

    private static CniResult Result(string[] addresses) =>
        new() { Ips = [.. addresses.Select(a => new CniIp { Address = Prefix(a) })] };

    private static IpPrefix Prefix(string text) => IpPrefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text);

    private static string[] Describe(PortPlan plan) => [.. plan.Elements.Select(e => $"{e.Set.Name} {e.Element}")];
}
