using CniChain.Testing;

namespace CniChain.Linux.Tests.Settings;

public sealed class SysctlTests
{
    [Theory]
    [InlineData("net.ipv4.ip_forward", "/proc/sys/net/ipv4/ip_forward")]
    [InlineData("net/ipv4/ip_forward", "/proc/sys/net/ipv4/ip_forward")]
    [InlineData("net.ipv4.conf.eth0/5.forwarding", "/proc/sys/net/ipv4/conf/eth0.5/forwarding")]
    [InlineData("net/ipv4/conf/eth0.5/forwarding", "/proc/sys/net/ipv4/conf/eth0.5/forwarding")]
    public void Path_FirstSeparator_Decides(string key, string expected) => Assert.Equal(expected, Sysctl.PathOf(key));

    [Theory]
    [InlineData("net/../../etc/passwd")]
    [InlineData("net.ipv4.//.ip_forward")]
    [InlineData("net..ipv4")]
    [InlineData("/etc/passwd")]
    [InlineData(".")]
    [InlineData("")]
    public void Path_LeavingTheTree_IsRefused(string key) => Assert.ThrowsAny<ArgumentException>(() => Sysctl.PathOf(key));

    [Fact]
    public void Write_InANamespace_StaysThere()
    {
        using var test = TestNamespace.Create();
        var here = Sysctl.Read("net.ipv4.ip_default_ttl");

        test.Namespace.Run(() => Sysctl.Write("net.ipv4.ip_default_ttl", "33"));

        Assert.Equal("33", test.Namespace.Run(() => Sysctl.Read("net/ipv4/ip_default_ttl")));
        Assert.Equal("33", test.Exec("sysctl -n net.ipv4.ip_default_ttl").Trim());
        Assert.Equal(here, Sysctl.Read("net.ipv4.ip_default_ttl"));
    }

    [Fact]
    public void WriteIfDifferent_SameValue_DoesNotWrite()
    {
        using var test = TestNamespace.Create();

        Assert.True(test.Namespace.Run(() => Sysctl.WriteIfDifferent("net.ipv4.ping_group_range", "5 7")));
        Assert.False(test.Namespace.Run(() => Sysctl.WriteIfDifferent("net.ipv4.ping_group_range", "5 7")));
        Assert.Equal("5\t7", test.Namespace.Run(() => Sysctl.Read("net.ipv4.ping_group_range")));
    }

    [Fact]
    public void Read_NoSuchSetting_ReturnsNull()
    {
        Assert.Null(Sysctl.Read("net.ipv4.conf.no-such-link.forwarding"));
        Assert.Null(Sysctl.Read("net.ipv4.ip_forward.nothing"));
    }

    [Fact]
    public void Write_RefusedByTheKernel_NamesSettingAndValue()
    {
        using var test = TestNamespace.Create();

        var absent = Assert.Throws<LinuxException>(() => test.Namespace.Run(() => Sysctl.Write("net.ipv4.nonsense", "1")));
        var invalid = Assert.Throws<LinuxException>(() => test.Namespace.Run(() => Sysctl.Write("net.ipv4.ip_default_ttl", "many")));

        Assert.Equal("open /proc/sys/net/ipv4/nonsense: No such file or directory (ENOENT)", absent.Message);
        Assert.Equal("write 'many' to /proc/sys/net/ipv4/ip_default_ttl: Invalid argument (EINVAL)", invalid.Message);
    }
}
