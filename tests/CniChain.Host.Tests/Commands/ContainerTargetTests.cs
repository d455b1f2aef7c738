using CniChain.Host.Commands;

namespace CniChain.Host.Tests.Commands;

public sealed class ContainerTargetTests
{
    [Theory]
    [InlineData("1234", "/proc/1234/ns/net")]
    [InlineData("blue", "/run/netns/blue")]
    [InlineData("web-1.2", "/run/netns/web-1.2")]
    [InlineData("/var/run/netns/blue", "/var/run/netns/blue")]
    [InlineData("/var/run/../run/netns/blue", "/var/run/netns/blue")]
    [InlineData("12a", "/run/netns/12a")]
    public void Text_OfAPerson_NamesANamespace(string text, string path) => Assert.Equal(path, ContainerTarget.Of(text, null).NetnsPath);

    [Fact]
    public void RelativePath_IsMadeAbsolute_AsCnitoolDoes() =>
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "ns/x"), ContainerTarget.Of("./ns/x", null).NetnsPath);

    // Computed with Python's hashlib after cnitool's rule.
    [Theory]
    [InlineData("/var/run/netns/blue", "cnitool-296747069b8a02dc4e2a")]
    [InlineData("1234", "cnitool-e20e8dcf819b8b3d953a")]
    public void Id_NotGiven_IsCnitools(string text, string id) => Assert.Equal(id, ContainerTarget.Of(text, null).Id);

    [Fact]
    public void Id_Given_IsTaken() => Assert.Equal(new ContainerTarget("/proc/7/ns/net", "web"), ContainerTarget.Of("7", "web"));

    [Fact]
    public void OnlyId_HasNoNamespace() => Assert.Equal(new ContainerTarget("", "web"), ContainerTarget.Of(null, "web"));
}
