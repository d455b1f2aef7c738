using CniChain.Host.Commands;

namespace CniChain.Host.Tests.Commands;

public sealed class PortMappingTests
{
    public static TheoryData<string, string?, int, int, string> Good => new()
    {
        { "8080:80", null, 8080, 80, "tcp" },
        { "8080:80/udp", null, 8080, 80, "udp" },
        { "5000:5000/SCTP", null, 5000, 5000, "sctp" },
        { "127.0.0.1:8080:80", "127.0.0.1", 8080, 80, "tcp" },
        { "[::1]:8080:80/udp", "::1", 8080, 80, "udp" },
        { "fd00::5:8080:80", "fd00::5", 8080, 80, "tcp" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Text_AsDockerWritesIt_IsRead(string text, string? hostIp, int hostPort, int containerPort, string protocol) =>
        Assert.Equal([new PortMapping(hostIp, hostPort, containerPort, protocol)], PortMapping.ParseAll([text]));

    [Fact]
    public void Range_BecomesOneMappingAPort() =>
        Assert.Equal(
            [new PortMapping(null, 9000, 80, "tcp"), new PortMapping(null, 9001, 81, "tcp"), new PortMapping(null, 9002, 82, "tcp")],
            PortMapping.ParseAll(["9000-9002:80-82"]));

    [Theory]
    [InlineData("80", "no host port")]
    [InlineData("0:80", "\"0\" is no port")]
    [InlineData("65536:80", "\"65536\" is no port")]
    [InlineData("8080:", "\"\" is no port")]
    [InlineData(":80", "\"\" is no port")]
    [InlineData("8080:+80", "\"+80\" is no port")]
    [InlineData("8080:80/icmp", "\"icmp\"")]
    [InlineData("host:8080:80", "\"host\" is no address")]
    [InlineData("9000-9002:80-81", "differ in length")]
    [InlineData("9002-9000:80-82", "backwards")]
    public void Text_ThatIsNone_NamesItselfAndThePart(string text, string part)
    {
        var e = Assert.Throws<CniException>(() => PortMapping.ParseAll([text]));
        Assert.Equal(CniErrorCode.InvalidEnvironment, e.Code);
        Assert.Contains($"\"{text}\"", e.Message, StringComparison.Ordinal);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }
}
