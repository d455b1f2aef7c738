using System.Net;
using System.Net.Sockets;
using CniChain.Plugins.Portmap.Configuration;
using static CniChain.Plugins.Tests.Portmap.PortmapText;

namespace CniChain.Plugins.Tests.Portmap;

public sealed class PortMappingReaderTests
{
    [Fact]
    public void Mappings_AsPodmanWritesThem_AreRead()
    {
        var mapping = Assert.Single(Read(Mappings("""{"hostPort":8080,"containerPort":80,"protocol":"tcp"}""")).Mappings);
        Assert.Equal(new PortMapping { Protocol = TransportProtocol.Tcp, HostPort = 8080, ContainerPort = 80 }, mapping);
    }

    [Fact]
    public void Mappings_AsContainerdWritesThem_AreRead()
    {
        var mapping = Assert.Single(Read(
            """
            "RuntimeConfig": { "PortMappings": [{"HostPort":28080,"ContainerPort":80,"Protocol":"UDP","HostIP":"192.0.2.1"}] }
            """).Mappings);
        Assert.Equal(TransportProtocol.Udp, mapping.Protocol);
        Assert.Equal(28080, mapping.HostPort);
        Assert.Equal(IPAddress.Parse("192.0.2.1"), mapping.HostAddress);
        Assert.Equal(AddressFamily.InterNetwork, mapping.Family);
    }

    [Fact]
    public void Mappings_Absent_AreEmpty() => Assert.Empty(Read("").Mappings);

    [Theory]
    [InlineData("", true, true)]
    [InlineData("0.0.0.0", true, false)]
    [InlineData("::", false, true)]
    [InlineData("127.0.0.1", true, false)]
    [InlineData("2001:db8::1", false, true)]
    public void HostIp_ConfinesTheMapping_ToItsFamily(string hostIp, bool v4, bool v6)
    {
        var mapping = Assert.Single(Read(Mappings($$"""{"hostPort":1,"containerPort":2,"hostIP":"{{hostIp}}"}""")).Mappings);
        Assert.Equal(v4, mapping.Covers(AddressFamily.InterNetwork));
        Assert.Equal(v6, mapping.Covers(AddressFamily.InterNetworkV6));
        Assert.Equal(hostIp is "" or "0.0.0.0" or "::", mapping.HostAddress is null);
    }

    [Theory]
    [InlineData("\"8000-8002\"", "\"9000-9002\"")]
    [InlineData("\"8000-8002\"", "9000")]
    [InlineData("\"8000-8002\"", "\"9000\"")]
    public void Range_IsTakenApart_PortByPort(string host, string container)
    {
        var mappings = Read(Mappings($$"""{"hostPort":{{host}},"containerPort":{{container}},"protocol":"sctp"}""")).Mappings;
        Assert.Equal([(8000, 9000), (8001, 9001), (8002, 9002)], mappings.Select(m => ((int)m.HostPort, (int)m.ContainerPort)));
    }

    [Theory]
    [InlineData("""{"hostPort":0,"containerPort":80}""", "\"runtimeConfig.portMappings[0].hostPort\" is 0; give a port from 1 to 65535")]
    [InlineData("""{"hostPort":65536,"containerPort":80}""", "hostPort\" is 65536; give")]
    [InlineData("""{"hostPort":-1,"containerPort":80}""", "hostPort\" is -1; give")]
    [InlineData("""{"hostPort":8080.5,"containerPort":80}""", "hostPort\" is 8080.5; give")]
    [InlineData("""{"hostPort":8080,"containerPort":"http"}""", "containerPort\" is \"http\"; give")]
    [InlineData("""{"hostPort":"8010-8000","containerPort":80}""", "hostPort\" is \"8010-8000\"; give")]
    [InlineData("""{"hostPort":"+80","containerPort":80}""", "hostPort\" is \"+80\"; give")]
    [InlineData("""{"containerPort":80}""", "hostPort\" is missing")]
    [InlineData("""{"hostPort":8080}""", "containerPort\" is missing")]
    [InlineData("""{"hostPort":"8000-8010","containerPort":"80-81"}""", "containerPort\" is 80-81 for the 11 host ports 8000-8010")]
    [InlineData("""{"hostPort":"8000-8010","containerPort":65530}""", "containerPort\" is 65530 for the 11 host ports 8000-8010")]
    [InlineData("""{"hostPort":8080,"containerPort":80,"protocol":"icmp"}""", "protocol\" is \"icmp\"; give tcp, udp or sctp")]
    [InlineData("""{"hostPort":8080,"containerPort":80,"hostIP":"192.0.2"}""", "hostIP\" is \"192.0.2\"; give an address")]
    [InlineData("""{"hostPort":8080,"containerPort":80,"hostIP":"::1"}""", "hostIP\" is \"::1\", which the kernel cannot forward")]
    [InlineData("""{"hostPort":"1-5000","containerPort":1}""", "makes more than 4096 published ports")]
    [InlineData("8080", "give a list of objects")]
    public void Entry_NotValid_IsRefusedByName(string entry, string expected) =>
        Assert.Contains(expected, ReadFails(Mappings(entry)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"hostPort":8080,"containerPort":80},{"hostPort":8080,"containerPort":81}""")]
    [InlineData("""{"hostPort":8080,"containerPort":80},{"hostPort":8080,"containerPort":80,"hostIP":"0.0.0.0"}""")]
    [InlineData("""{"hostPort":8080,"containerPort":80,"hostIP":"::"},{"hostPort":8080,"containerPort":80,"hostIP":"0::0"}""")]
    [InlineData("""{"hostPort":"8080-8090","containerPort":80},{"hostPort":"8085","containerPort":80}""")]
    public void Entries_ForTheSamePort_AreRefused(string entries) =>
        Assert.Contains("a second time", ReadFails(Mappings(entries)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"hostPort":53,"containerPort":53},{"hostPort":53,"containerPort":53,"protocol":"udp"}""")]
    [InlineData("""{"hostPort":80,"containerPort":80,"hostIP":"0.0.0.0"},{"hostPort":80,"containerPort":80,"hostIP":"::"}""")]
    [InlineData("""{"hostPort":80,"containerPort":80},{"hostPort":80,"containerPort":81,"hostIP":"192.0.2.1"}""")]
    public void Entries_ThatDiffer_AreKept(string entries) => Assert.Equal(2, Read(Mappings(entries)).Mappings.Count);

    [Fact]
    public void Entries_SeveralNotValid_AreAllNamed()
    {
        var e = ReadFails(Mappings("""{"hostPort":0,"containerPort":80},{"hostPort":80,"containerPort":0,"protocol":"x"}"""));
        Assert.Contains("portMappings[0].hostPort", e.Message, StringComparison.Ordinal);
        Assert.Contains("portMappings[1].containerPort", e.Message, StringComparison.Ordinal);
        Assert.Contains("portMappings[1].protocol", e.Message, StringComparison.Ordinal);
    }
}
